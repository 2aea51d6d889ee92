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
    return extrapolated(
        result, first, window.time(0), window.time(last), last, from, to, counter, perSecond);
  }

  static double extrapolated(
      SlidingWindow window, long from, long to, boolean counter, boolean perSecond) {
    int last = window.size() - 1;
    return last < 1
        ? WindowFunction.NONE
        : extrapolated(
            counter ? window.grown() : window.last() - window.first(),
            window.first(),
            window.firstTime(),
            window.lastTime(),
            last,
            from,
            to,
            counter,
            perSecond);
  }

  /// @param change from the first sample to the last
  /// @param last the last sample's index
  private static double extrapolated(
      double change,
      double first,
      long firstTime,
      long lastTime,
      int last,
      long from,
      long to,
      boolean counter,
      boolean perSecond) {
    double toStart = (firstTime - from) / 1000.0;
    double toEnd = (to - lastTime) / 1000.0;
    double sampled = (lastTime - firstTime) / 1000.0;
    double mean = sampled / last;
    double threshold = mean * 1.1;
    if (toStart >= threshold) {
      toStart = mean / 2;
    }
    if (counter) {
      double toZero = toStart;
      if (change > 0 && first >= 0) {
        toZero = sampled * (first / change);
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
    return change * factor;
  }

  /// From the last two samples only.
  static double instant(SampleWindow window, boolean rate) {
    int last = window.size() - 1;
    if (last < 1) {
      return WindowFunction.NONE;
    }
    return instant(
        window.value(last),
        window.value(last - 1),
        window.time(last) - window.time(last - 1),
        rate);
  }

  static double instant(SlidingWindow window, boolean rate) {
    return window.size() < 2
        ? WindowFunction.NONE
        : instant(
            window.last(),
            window.valueBeforeLast(),
            window.lastTime() - window.timeBeforeLast(),
            rate);
  }

  private static double instant(double value, double before, double millis, boolean rate) {
    double change = rate && value < before ? value : value - before;
    return rate ? change / (millis / 1000) : change;
  }
}
