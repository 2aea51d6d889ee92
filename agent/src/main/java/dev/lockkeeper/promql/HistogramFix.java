package dev.lockkeeper.promql;

/// What had to be done to buckets whose counts did not grow with their bounds.
final class HistogramFix {
  private boolean forced;
  private double lowest;
  private double highest;
  private double largest;

  void reset() {
    forced = false;
    lowest = Double.POSITIVE_INFINITY;
    highest = Double.NEGATIVE_INFINITY;
    largest = 0;
  }

  void raised(double bound, double by) {
    forced = true;
    lowest = Math.min(lowest, bound);
    highest = Math.max(highest, bound);
    largest = Math.max(largest, by);
  }

  boolean forced() {
    return forced;
  }

  /// Of the buckets that were raised, the lowest upper bound.
  double lowest() {
    return lowest;
  }

  double highest() {
    return highest;
  }

  /// By how much a count was raised at most.
  double largest() {
    return largest;
  }
}
