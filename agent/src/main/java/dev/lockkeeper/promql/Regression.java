package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;

/// Simple linear regression (promql/functions.go in Prometheus, `linearRegression`). A bucket
/// weighs as much as it has samples, all of them at its last one.
final class Regression {
  private final KahanSum sumX = new KahanSum();
  private final KahanSum sumY = new KahanSum();
  private final KahanSum sumXy = new KahanSum();
  private final KahanSum sumXx = new KahanSum();
  private double slope;
  private double intercept;

  double slope(SampleWindow window) {
    if (window.size() < 2) {
      return WindowFunction.NONE;
    }
    fit(window, window.time(0));
    return slope;
  }

  double predict(SampleWindow window, long at, double seconds) {
    if (window.size() < 2) {
      return WindowFunction.NONE;
    }
    fit(window, at);
    return slope * seconds + intercept;
  }

  private void fit(SampleWindow window, long originMillis) {
    sumX.reset();
    sumY.reset();
    sumXy.reset();
    sumXx.reset();
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
