package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import java.util.Arrays;

/// Quantiles of a set of numbers, interpolated between neighbours, as Prometheus computes them.
final class Quantile {
  /// halving takes about as many as the count has binary digits; more, and sorting is quicker
  private static final int MOST_ROUNDS = 48;

  private double[] values = new double[64];

  /// Of one window. Where its samples are all there, nothing is allocated.
  double of(double q, SampleWindow window) {
    if (window.coarse()) {
      return weighted(q, window);
    }
    int size = window.size();
    if (size > values.length) {
      values = new double[Math.max(size, values.length * 2)];
    }
    for (int i = 0; i < size; i++) {
      values[i] = window.value(i);
    }
    return of(q, values, size);
  }

  /// @param values reordered
  static double of(double q, double[] values, int count) {
    if (count == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    double rank = q * (count - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    int numbers = nansFirst(values, count);
    double below = at(lower, values, numbers, count);
    double above = upper == lower ? below : at(upper, values, numbers, count);
    return below * (1 - weight) + above * weight;
  }

  private record Entry(double value, int count) {}

  /// Each entry's value as often as it stands for samples.
  private static double weighted(double q, SampleWindow window) {
    long samples = window.samples();
    if (samples == 0 || Double.isNaN(q) || q < 0 || q > 1) {
      return of(q, new double[0], (int) Math.min(samples, 1));
    }
    var entries = new Entry[window.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new Entry(window.value(i), window.count(i));
    }
    Arrays.sort(
        entries,
        (a, b) ->
            Double.isNaN(a.value) || Double.isNaN(b.value)
                ? Boolean.compare(Double.isNaN(b.value), Double.isNaN(a.value))
                : Double.compare(a.value, b.value));
    double rank = q * (samples - 1);
    long lower = (long) Math.max(0, Math.floor(rank));
    double weight = rank - Math.floor(rank);
    return at(entries, lower) * (1 - weight)
        + at(entries, Math.min(samples - 1, lower + 1)) * weight;
  }

  private static double at(Entry[] sorted, long index) {
    long before = 0;
    for (var entry : sorted) {
      before += entry.count;
      if (index < before) {
        return entry.value;
      }
    }
    return Double.NaN;
  }

  /// NaN comes before all else.
  ///
  /// @return where the numbers begin
  private static int nansFirst(double[] values, int count) {
    int nans = 0;
    for (int i = 0; i < count; i++) {
      if (Double.isNaN(values[i])) {
        values[i] = values[nans];
        values[nans++] = Double.NaN;
      }
    }
    return nans;
  }

  /// The value that sorting would put at a place: only as much is put in order as that takes.
  private static double at(int place, double[] values, int numbers, int count) {
    if (place < numbers) {
      return Double.NaN;
    }
    int low = numbers;
    int high = count - 1;
    for (int rounds = 0; low < high; rounds++) {
      if (rounds == MOST_ROUNDS) {
        Arrays.sort(values, low, high + 1);
        break;
      }
      double pivot = middle(values[low], values[(low + high) >>> 1], values[high]);
      int left = low;
      int right = high;
      while (left <= right) {
        while (values[left] < pivot) {
          left++;
        }
        while (values[right] > pivot) {
          right--;
        }
        if (left <= right) {
          double swapped = values[left];
          values[left++] = values[right];
          values[right--] = swapped;
        }
      }
      if (place <= right) {
        high = right;
      } else if (place >= left) {
        low = left;
      } else {
        break;
      }
    }
    return values[place];
  }

  private static double middle(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
