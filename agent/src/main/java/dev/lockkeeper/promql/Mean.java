package dev.lockkeeper.promql;

/// An average as Prometheus computes it: sum by count, and only where the sum overflows a running
/// mean.
final class Mean {
  private final KahanSum sum = new KahanSum();
  private double count;
  private boolean running;

  void reset() {
    sum.reset();
    count = 0;
    running = false;
  }

  void add(double value) {
    count++;
    if (!running) {
      double before = sum.sum();
      double compensation = sum.compensation();
      sum.add(value);
      if (count == 1 || !Double.isInfinite(sum.sum())) {
        return;
      }
      running = true;
      sum.set(before / (count - 1), compensation / (count - 1));
    }
    double share = (count - 1) / count;
    sum.set(share * sum.sum(), share * sum.compensation());
    sum.add(value / count);
  }

  /// Adds so many values by their sum.
  void add(double sumOfSome, int some) {
    if (some == 1) {
      add(sumOfSome);
      return;
    }
    if (!running) {
      double before = sum.sum();
      double compensation = sum.compensation();
      sum.add(sumOfSome);
      if (count == 0 || !Double.isInfinite(sum.sum())) {
        count += some;
        return;
      }
      running = true;
      sum.set(before / count, compensation / count);
    }
    double share = count / (count + some);
    count += some;
    sum.set(share * sum.sum(), share * sum.compensation());
    sum.add(sumOfSome / count);
  }

  double value() {
    return running
        ? sum.sum() + sum.compensation()
        : sum.sum() / count + sum.compensation() / count;
  }
}
