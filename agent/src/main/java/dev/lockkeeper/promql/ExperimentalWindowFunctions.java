package dev.lockkeeper.promql;

import org.jspecify.annotations.Nullable;

/// Functions of windows that Prometheus calls experimental.
final class ExperimentalWindowFunctions {
  private ExperimentalWindowFunctions() {}

  static @Nullable WindowFunction of(String name) {
    return switch (name) {
      case "first_over_time" -> (w, _, _, _, _) -> w.first(0);
      case "ts_of_first_over_time" -> (w, _, _, _, _) -> w.firstTime(0) / 1000.0;
      case "ts_of_last_over_time" -> (w, _, _, _, _) -> w.time(w.size() - 1) / 1000.0;
      case "ts_of_max_over_time" -> timeOfBest(true);
      case "ts_of_min_over_time" -> timeOfBest(false);
      case "mad_over_time" -> medianDeviation();
      default -> null;
    };
  }

  /// When the best sample was taken, of equal ones the last.
  private static WindowFunction timeOfBest(boolean largest) {
    return (w, _, _, _, _) -> {
      int best = 0;
      for (int i = 1; i < w.size(); i++) {
        double value = w.value(i);
        double known = w.value(best);
        if ((largest ? value >= known : value <= known) || Double.isNaN(known)) {
          best = i;
        }
      }
      return w.time(best) / 1000.0;
    };
  }

  /// The median of the distances from the median.
  private static WindowFunction medianDeviation() {
    return (w, _, _, _, _) -> {
      var values = new double[w.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = w.value(i);
      }
      double median = Quantile.of(0.5, values, values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i] - median);
      }
      return Quantile.of(0.5, values, values.length);
    };
  }
}
