package dev.lockkeeper.promql;

import org.jspecify.annotations.Nullable;

/// What becomes of one series' window where the window slides: the same as [WindowFunction] says,
/// without going through the samples.
///
/// @param wants what it needs of [SlidingWindow]
record SlidingFunction(int wants, Result result) {
  @FunctionalInterface
  interface Result {
    /// @param from the window's beginning, exclusive; milliseconds since the Unix epoch
    /// @param to its end, inclusive
    double of(SlidingWindow window, long from, long to);
  }

  double apply(SlidingWindow window, long from, long to) {
    return result.of(window, from, to);
  }

  /// The function of a name; null where it needs the samples one by one. It keeps a buffer: one for
  /// each place in a plan.
  static @Nullable SlidingFunction of(String name) {
    return switch (name) {
      case "rate" ->
          new SlidingFunction(
              SlidingWindow.RESETS, (w, from, to) -> Rates.extrapolated(w, from, to, true, true));
      case "increase" ->
          new SlidingFunction(
              SlidingWindow.RESETS, (w, from, to) -> Rates.extrapolated(w, from, to, true, false));
      case "delta" ->
          new SlidingFunction(0, (w, from, to) -> Rates.extrapolated(w, from, to, false, false));
      case "irate" -> new SlidingFunction(0, (w, _, _) -> Rates.instant(w, true));
      case "idelta" -> new SlidingFunction(0, (w, _, _) -> Rates.instant(w, false));
      case "sum_over_time" -> {
        var sum = new KahanSum();
        yield new SlidingFunction(
            SlidingWindow.SUMS,
            (w, _, _) -> {
              w.sum(sum);
              return sum.value();
            });
      }
      case "avg_over_time" -> {
        var sum = new KahanSum();
        yield new SlidingFunction(
            SlidingWindow.SUMS,
            (w, _, _) -> {
              w.sum(sum);
              return sum.sum() / w.size() + sum.compensation() / w.size();
            });
      }
      case "count_over_time" -> new SlidingFunction(0, (w, _, _) -> w.size());
      case "present_over_time" -> new SlidingFunction(0, (_, _, _) -> 1);
      case "last_over_time" -> new SlidingFunction(0, (w, _, _) -> w.last());
      case "min_over_time" -> new SlidingFunction(SlidingWindow.EXTREMES, (w, _, _) -> w.min());
      case "max_over_time" -> new SlidingFunction(SlidingWindow.EXTREMES, (w, _, _) -> w.max());
      case "changes" -> new SlidingFunction(SlidingWindow.CHANGES, (w, _, _) -> w.changes());
      case "resets" -> new SlidingFunction(SlidingWindow.RESETS, (w, _, _) -> w.resets());
      default -> null;
    };
  }
}
