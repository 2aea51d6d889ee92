package dev.lockkeeper.promql;

/// A sum that does not lose small terms among large ones (Neumaier's variant of Kahan's algorithm),
/// as Prometheus adds.
final class KahanSum {
  private double sum;
  private double compensation;

  void reset() {
    set(0, 0);
  }

  void set(double sum, double compensation) {
    this.sum = sum;
    this.compensation = compensation;
  }

  void add(double term) {
    double total = sum + term;
    if (Double.isInfinite(total)) {
      compensation = 0;
    } else if (Math.abs(sum) >= Math.abs(term)) {
      compensation += (sum - total) + term;
    } else {
      compensation += (term - total) + sum;
    }
    sum = total;
  }

  /// Adds what another sum has come to.
  void add(double otherSum, double otherCompensation) {
    add(otherSum);
    compensation += otherCompensation;
  }

  double value() {
    return Double.isInfinite(sum) ? sum : sum + compensation;
  }

  double sum() {
    return sum;
  }

  double compensation() {
    return compensation;
  }
}
