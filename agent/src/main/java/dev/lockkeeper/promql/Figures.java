package dev.lockkeeper.promql;

import java.math.BigDecimal;
import java.math.MathContext;

/// Numbers as a person reads them at a glance.
final class Figures {
  private static final MathContext DIGITS = new MathContext(6);

  private Figures() {}

  /// At most six digits that count: `0.5`, `1234567`, `2.5e+09`.
  static String of(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    var rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(value);
    return size >= 1e-4 && size < 1e15
        ? rounded.toPlainString()
        : rounded.toString().toLowerCase(java.util.Locale.ROOT);
  }
}
