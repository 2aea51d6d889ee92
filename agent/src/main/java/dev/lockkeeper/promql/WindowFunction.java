package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.Staleness;
import org.jspecify.annotations.Nullable;

/// What becomes of one series' window.
///
/// Windows may be coarse ([SampleWindow]): the functions that [#rightOnBuckets] are right all the
/// same; to the others a bucket is as many samples as it holds, all like its last one. Of changes
/// and resets within a bucket one is seen.
@FunctionalInterface
interface WindowFunction {
  /// There is no result for this series.
  double NONE = Staleness.MARKER;

  /// @param window at least one sample
  /// @param from the window's beginning, exclusive; milliseconds since the Unix epoch
  /// @param to its end, inclusive
  /// @param at the evaluation's moment
  /// @param parameter the function's scalar argument; 0 where it has none
  double apply(SampleWindow window, long from, long to, long at, double parameter);

  /// The function of a name; null where that is none of windows. It may keep buffers: one for each
  /// place in a plan.
  static @Nullable WindowFunction of(String name) {
    return switch (name) {
      case "rate" -> (w, from, to, _, _) -> Rates.extrapolated(w, from, to, true, true);
      case "increase" -> (w, from, to, _, _) -> Rates.extrapolated(w, from, to, true, false);
      case "delta" -> (w, from, to, _, _) -> Rates.extrapolated(w, from, to, false, false);
      case "irate" -> (w, _, _, _, _) -> Rates.instant(w, true);
      case "idelta" -> (w, _, _, _, _) -> Rates.instant(w, false);
      case "deriv" -> {
        var regression = new Regression();
        yield (w, _, _, _, _) -> regression.slope(w);
      }
      case "predict_linear" -> {
        var regression = new Regression();
        yield (w, _, _, at, seconds) -> regression.predict(w, at, seconds);
      }
      case "sum_over_time" -> {
        var sum = new KahanSum();
        yield (w, _, _, _, _) -> {
          sum.reset();
          for (int i = 0; i < w.size(); i++) {
            sum.add(w.sum(i));
          }
          return sum.value();
        };
      }
      case "avg_over_time" -> {
        var mean = new Mean();
        yield (w, _, _, _, _) -> {
          mean.reset();
          for (int i = 0; i < w.size(); i++) {
            mean.add(w.sum(i), w.count(i));
          }
          return mean.value();
        };
      }
      case "stdvar_over_time" -> {
        var variance = new Variance();
        yield (w, _, _, _, _) -> variance.of(w);
      }
      case "stddev_over_time" -> {
        var variance = new Variance();
        yield (w, _, _, _, _) -> Math.sqrt(variance.of(w));
      }
      case "quantile_over_time" -> {
        var quantile = new Quantile();
        yield (w, _, _, _, q) -> quantile.of(q, w);
      }
      case "count_over_time" -> (w, _, _, _, _) -> w.samples();
      case "present_over_time" -> (_, _, _, _, _) -> 1;
      case "last_over_time" -> (w, _, _, _, _) -> w.value(w.size() - 1);
      case "min_over_time" ->
          (w, _, _, _, _) -> {
            double min = w.min(0);
            for (int i = 1; i < w.size(); i++) {
              double value = w.min(i);
              if (value < min || Double.isNaN(min)) {
                min = value;
              }
            }
            return min;
          };
      case "max_over_time" ->
          (w, _, _, _, _) -> {
            double max = w.max(0);
            for (int i = 1; i < w.size(); i++) {
              double value = w.max(i);
              if (value > max || Double.isNaN(max)) {
                max = value;
              }
            }
            return max;
          };
      case "changes" ->
          (w, _, _, _, _) -> {
            int changes = 0;
            for (int i = 0; i < w.size(); i++) {
              if (i > 0 && differ(w.value(i - 1), w.first(i))) {
                changes++;
              }
              if (w.count(i) > 1 && (w.min(i) != w.max(i) || differ(w.first(i), w.value(i)))) {
                changes++;
              }
            }
            return changes;
          };
      case "resets" ->
          (w, _, _, _, _) -> {
            int resets = 0;
            for (int i = 0; i < w.size(); i++) {
              if (i > 0 && w.first(i) < w.value(i - 1)) {
                resets++;
              }
              if (w.lost(i) != 0) {
                resets++;
              }
            }
            return resets;
          };
      default -> ExperimentalWindowFunctions.of(name);
    };
  }

  private static boolean differ(double before, double value) {
    return value != before && !(Double.isNaN(value) && Double.isNaN(before));
  }

  /// Whether a function's result on whole buckets is the one on all their samples.
  static boolean rightOnBuckets(String name) {
    return switch (name) {
      case "rate",
          "increase",
          "delta",
          "sum_over_time",
          "avg_over_time",
          "count_over_time",
          "present_over_time",
          "first_over_time",
          "last_over_time",
          "ts_of_first_over_time",
          "ts_of_last_over_time",
          "min_over_time",
          "max_over_time" ->
          true;
      default -> false;
    };
  }
}
