package dev.lockkeeper.promql;

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
    count++;
    double delta = value - (mean.sum() + mean.compensation());
    mean.add(delta / count);
    squares.add(delta * (value - (mean.sum() + mean.compensation())));
  }

  double value() {
    return (squares.sum() + squares.compensation()) / count;
  }
}
