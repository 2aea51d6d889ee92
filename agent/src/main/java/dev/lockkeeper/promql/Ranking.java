package dev.lockkeeper.promql;

import java.util.Arrays;

/// Places of a vector in the order of their values. Its owner uses it again, so that ranking
/// allocates nothing.
final class Ranking {
  private int[] places = new int[8];
  private int[] merged = new int[8];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
      merged = new int[size * 2];
    }
    places[size++] = place;
  }

  int size() {
    return size;
  }

  int place(int rank) {
    return places[rank];
  }

  /// By value, NaN last in either direction; the first come first among equals.
  void sort(Vector values, boolean descending) {
    for (int width = 1; width < size; width *= 2) {
      for (int from = 0; from < size; from += 2 * width) {
        merge(
            from,
            Math.min(from + width, size),
            Math.min(from + 2 * width, size),
            values,
            descending);
      }
      int[] sorted = merged;
      merged = places;
      places = sorted;
    }
  }

  private void merge(int from, int middle, int to, Vector values, boolean descending) {
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right == to
              || (left < middle
                  && !before(values.value(places[right]), values.value(places[left]), descending));
      merged[i] = takeLeft ? places[left++] : places[right++];
    }
  }

  private static boolean before(double a, double b, boolean descending) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return !Double.isNaN(a);
    }
    return descending ? a > b : a < b;
  }
}
