package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;

/// How fast a series grows, exactly as Prometheus says (promql/functions.go there,
/// `extrapolatedRate` and `instantValue`).
final class Rates {
  private Rates() {}

  /// The change over the whole window, extrapolated from the samples to its edges: all the way
  /// where they are near, else by half the mean distance of samples; a counter not below zero.
  static double extrapolated(
      SampleWindow window, long from, long to, boolean counter, boolean perSecond) {
    int last = window.size() - 1;
    if (last < 1) {
      return WindowFunction.NONE;
    }
    double first = window.value(0);
    double result = window.value(last) - first;
    if (counter) {
      double before = first;
      for (int i = 1; i <= last; i++) {
        double value = window.value(i);
        if (value < before) {
          result += before;
        }
        before = value;
      }
    }
    double toStart = (window.time(0) - from) / 1000.0;
    double toEnd = (to - window.time(last)) / 1000.0;
    double sampled = (window.time(last) - window.time(0)) / 1000.0;
    double mean = sampled / last;
    double threshold = mean * 1.1;
    if (toStart >= threshold) {
      toStart = mean / 2;
    }
    if (counter) {
      double toZero = toStart;
      if (result > 0 && first >= 0) {
        toZero = sampled * (first / result);
      }
      toStart = Math.min(toStart, toZero);
    }
    if (toEnd >= threshold) {
      toEnd = mean / 2;
    }
    double factor = (sampled + toStart + toEnd) / sampled;
    if (perSecond) {
      factor /= (to - from) / 1000.0;
    }
    return result * factor;
  }

  /// From the last two samples only.
  static double instant(SampleWindow window, boolean rate) {
    int last = window.size() - 1;
    if (last < 1) {
      return WindowFunction.NONE;
    }
    double value = window.value(last);
    double before = window.value(last - 1);
    double millis = window.time(last) - window.time(last - 1);
    double change = rate && value < before ? value : value - before;
    return rate ? change / (millis / 1000) : change;
  }
}
