package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;

/// Simple linear regression (promql/functions.go in Prometheus, `linearRegression`). A bucket
/// weighs as much as it has samples, all of them at its last one.
final class Regression {
  private double slope;
  private double intercept;

  private Regression() {}

  static double slope(SampleWindow window) {
    if (window.size() < 2) {
      return WindowFunction.NONE;
    }
    var regression = new Regression();
    regression.fit(window, window.time(0));
    return regression.slope;
  }

  static double predict(SampleWindow window, long at, double seconds) {
    if (window.size() < 2) {
      return WindowFunction.NONE;
    }
    var regression = new Regression();
    regression.fit(window, at);
    return regression.slope * seconds + regression.intercept;
  }

  private void fit(SampleWindow window, long originMillis) {
    var sumX = new KahanSum();
    var sumY = new KahanSum();
    var sumXy = new KahanSum();
    var sumXx = new KahanSum();
    double n = window.samples();
    boolean constant = true;
    for (int i = 0; i < window.size(); i++) {
      double weight = window.count(i);
      double y = window.value(i);
      double x = (window.time(i) - originMillis) / 1000.0;
      constant &= y == window.value(0);
      sumX.add(weight * x);
      sumY.add(weight * y);
      sumXy.add(weight * x * y);
      sumXx.add(weight * x * x);
    }
    if (constant) {
      boolean infinite = Double.isInfinite(window.value(0));
      slope = infinite ? Double.NaN : 0;
      intercept = infinite ? Double.NaN : window.value(0);
      return;
    }
    double covariance = sumXy.value() - sumX.value() * sumY.value() / n;
    double variance = sumXx.value() - sumX.value() * sumX.value() / n;
    slope = covariance / variance;
    intercept = sumY.value() / n - slope * sumX.value() / n;
  }
}
