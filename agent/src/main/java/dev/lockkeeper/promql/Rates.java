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
      result += resets(window);
    }
    double toStart = (window.firstTime(0) - from) / 1000.0;
    double toEnd = (to - window.time(last)) / 1000.0;
    double sampled = (window.time(last) - window.firstTime(0)) / 1000.0;
    double mean = sampled / (window.samples() - 1);
    double threshold = mean * 1.1;
    if (toStart >= threshold && !window.cutAtStart()) {
      toStart = mean / 2;
    }
    if (counter) {
      double toZero = toStart;
      if (result > 0 && first >= 0) {
        toZero = sampled * (first / result);
      }
      toStart = Math.min(toStart, toZero);
    }
    if (toEnd >= threshold && !window.cutAtEnd()) {
      toEnd = mean / 2;
    }
    double factor = (sampled + toStart + toEnd) / sampled;
    if (perSecond) {
      factor /= (to - from) / 1000.0;
    }
    return result * factor;
  }

  /// What a counter lost by starting anew.
  private static double resets(SampleWindow window) {
    double lost = window.lost(0);
    double before = window.value(0);
    for (int i = 1; i < window.size(); i++) {
      if (window.first(i) < before) {
        lost += before;
      }
      lost += window.lost(i);
      before = window.value(i);
    }
    return lost;
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
