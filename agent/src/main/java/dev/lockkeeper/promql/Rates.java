package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;

/// How fast a series grows, exactly as Prometheus says (promql/functions.go there,
/// `extrapolatedRate` and `instantValue`).
final class Rates {
  private Rates() {}

  /// The change over the whole window, extrapolated from the samples to its edges: all the way
  /// where they are near, else by half the mean distance of samples; a counter not below zero.
  ///
  /// Buckets change nothing: their first and last samples, counts and increases are exact. Where an
  /// edge cuts one, samples are known to go on to that edge, so it is extrapolated all the way.
  static double extrapolated(
      SampleWindow window, long from, long to, boolean counter, boolean perSecond) {
    int last = window.size() - 1;
    if (last < 0 || (last == 0 && window.count(0) == 1)) {
      return WindowFunction.NONE;
    }
    double first = window.first(0);
    double result = window.value(last) - first;
    if (counter) {
      result = grown(window, result);
    }
    return extrapolated(
        result,
        first,
        window.firstTime(0),
        window.time(last),
        window.samples() - 1,
        window.cutAtStart(),
        window.cutAtEnd(),
        from,
        to,
        counter,
        perSecond);
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
            false,
            false,
            from,
            to,
            counter,
            perSecond);
  }

  /// @param change from the first sample to the last
  /// @param steps how many samples there are but the first
  private static double extrapolated(
      double change,
      double first,
      long firstTime,
      long lastTime,
      long steps,
      boolean cutAtStart,
      boolean cutAtEnd,
      long from,
      long to,
      boolean counter,
      boolean perSecond) {
    double toStart = (firstTime - from) / 1000.0;
    double toEnd = (to - lastTime) / 1000.0;
    double sampled = (lastTime - firstTime) / 1000.0;
    double mean = sampled / steps;
    double threshold = mean * 1.1;
    if (toStart >= threshold && !cutAtStart) {
      toStart = mean / 2;
    }
    if (counter) {
      double toZero = toStart;
      if (change > 0 && first >= 0) {
        toZero = sampled * (first / change);
      }
      toStart = Math.min(toStart, toZero);
    }
    if (toEnd >= threshold && !cutAtEnd) {
      toEnd = mean / 2;
    }
    double factor = (sampled + toStart + toEnd) / sampled;
    if (perSecond) {
      factor /= (to - from) / 1000.0;
    }
    return change * factor;
  }

  /// A difference with what a counter lost by starting anew, added one by one.
  private static double grown(SampleWindow window, double difference) {
    double grown = difference;
    double before = window.first(0);
    for (int i = 0; i < window.size(); i++) {
      if (window.first(i) < before) {
        grown += before;
      }
      if (window.count(i) > 1) {
        grown += window.lost(i);
      }
      before = window.value(i);
    }
    return grown;
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
        (double) (window.time(last) - window.time(last - 1)),
        rate);
  }

  static double instant(SlidingWindow window, boolean rate) {
    return window.size() < 2
        ? WindowFunction.NONE
        : instant(
            window.last(),
            window.valueBeforeLast(),
            (double) (window.lastTime() - window.timeBeforeLast()),
            rate);
  }

  private static double instant(double value, double before, double millis, boolean rate) {
    double change = rate && value < before ? value : value - before;
    return rate ? change / (millis / 1000) : change;
  }
}
