package dev.lockkeeper.promql;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Samples in the order of their times, summed up in blocks of [#SIZE]: a queue of whole blocks,
/// and behind it the head, which still grows.
final class Blocks {
  static final int SIZE = 32;

  /// Sums of values beyond this may overflow halfway; they and what is no number are left to those
  /// who add one by one.
  private static final double LARGE = 1e290;

  /// the time of each block's last sample, as a ring
  private long[] ends = new long[4];

  private double @Nullable [] sums;
  private double @Nullable [] compensations;
  private double @Nullable [] minima;
  private double @Nullable [] maxima;
  private int first;
  private int count;

  private int headSize;
  private long headEnd;
  private final KahanSum headSum = new KahanSum();
  private double headMin;
  private double headMax;

  /// @param summing whether sums are wanted
  /// @param ranging whether extremes are wanted
  Blocks(boolean summing, boolean ranging) {
    if (summing) {
      sums = new double[ends.length];
      compensations = new double[ends.length];
    }
    if (ranging) {
      minima = new double[ends.length];
      maxima = new double[ends.length];
    }
  }

  static boolean summable(double value) {
    return Math.abs(value) < LARGE;
  }

  boolean isEmpty() {
    return count == 0 && headSize == 0;
  }

  void add(long time, double value) {
    if (headSize == 0) {
      headSum.reset();
      headMin = value;
      headMax = value;
    }
    if (sums != null) {
      headSum.add(value);
    }
    if (minima != null) {
      headMin = lesser(headMin, value);
      headMax = greater(headMax, value);
    }
    headEnd = time;
    if (++headSize == SIZE) {
      seal();
    }
  }

  /// As `min_over_time` has it: NaN only where all are; the first among equals.
  static double lesser(double min, double value) {
    return value < min || Double.isNaN(min) ? value : min;
  }

  static double greater(double max, double value) {
    return value > max || Double.isNaN(max) ? value : max;
  }

  private void seal() {
    if (count == ends.length) {
      grow();
    }
    int place = (first + count) % ends.length;
    ends[place] = headEnd;
    if (sums != null && compensations != null) {
      sums[place] = headSum.sum();
      compensations[place] = headSum.compensation();
    }
    if (minima != null && maxima != null) {
      minima[place] = headMin;
      maxima[place] = headMax;
    }
    count++;
    headSize = 0;
  }

  private void grow() {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (first + i) % ends.length;
    }
    int capacity = ends.length + Math.max(4, ends.length / 4);
    long[] moved = new long[capacity];
    for (int i = 0; i < count; i++) {
      moved[i] = ends[order[i]];
    }
    ends = moved;
    sums = moved(sums, order, capacity);
    compensations = moved(compensations, order, capacity);
    minima = moved(minima, order, capacity);
    maxima = moved(maxima, order, capacity);
    first = 0;
  }

  private static double @Nullable [] moved(double @Nullable [] ring, int[] order, int capacity) {
    if (ring == null) {
      return null;
    }
    double[] moved = new double[capacity];
    for (int i = 0; i < order.length; i++) {
      moved[i] = ring[order[i]];
    }
    return moved;
  }

  /// The time of the oldest block's last sample; the head is one where there is no other.
  long oldestEnd() {
    return count > 0 ? ends[first] : headEnd;
  }

  int oldestSize() {
    return count > 0 ? SIZE : headSize;
  }

  void dropOldest() {
    if (count > 0) {
      first = (first + 1) % ends.length;
      count--;
    } else {
      headSize = 0;
    }
  }

  void addTo(KahanSum sum) {
    if (sums == null || compensations == null) {
      throw new IllegalStateException("sums were not asked for");
    }
    for (int i = 0, place = first; i < count; i++) {
      sum.add(sums[place], compensations[place]);
      place = place + 1 == ends.length ? 0 : place + 1;
    }
    if (headSize > 0) {
      sum.add(headSum.sum(), headSum.compensation());
    }
  }

  double min(double older) {
    return extreme(older, minima, true);
  }

  double max(double older) {
    return extreme(older, maxima, false);
  }

  private double extreme(double older, double @Nullable [] ring, boolean least) {
    if (ring == null) {
      throw new IllegalStateException("extremes were not asked for");
    }
    double found = older;
    for (int i = 0, place = first; i < count; i++) {
      found = least ? lesser(found, ring[place]) : greater(found, ring[place]);
      place = place + 1 == ring.length ? 0 : place + 1;
    }
    if (headSize > 0) {
      found = least ? lesser(found, headMin) : greater(found, headMax);
    }
    return found;
  }

  @Override
  public String toString() {
    return count + " blocks and " + headSize + " until " + Arrays.toString(ends);
  }
}
