package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;

/// The population's variance (Welford's algorithm, with compensated sums).
final class Variance {
  private final KahanSum mean = new KahanSum();
  private final KahanSum squares = new KahanSum();
  private double count;

  void reset() {
    mean.reset();
    squares.reset();
    count = 0;
  }

  void add(double value) {
    add(value, 1);
  }

  /// @param weight as if the value came so many times
  void add(double value, double weight) {
    count += weight;
    double delta = value - (mean.sum() + mean.compensation());
    mean.add(delta * weight / count);
    squares.add(weight * delta * (value - (mean.sum() + mean.compensation())));
  }

  /// Of one window.
  double of(SampleWindow window) {
    reset();
    for (int i = 0; i < window.size(); i++) {
      add(window.value(i), window.count(i));
    }
    return value();
  }

  double value() {
    return (squares.sum() + squares.compensation()) / count;
  }
}
