package dev.lockkeeper.report;

/// Sample values as text that every reader of Prometheus' formats understands.
public final class NumberText {
  /// Above this not every integer is a double.
  private static final double EXACT_INTEGERS = 1L << 53;

  private NumberText() {}

  /// `12`, `0.25`, `1.5E300`, `NaN`, `+Inf`, `-Inf`; exact: it reads back as the same number.
  public static String of(double value) {
    if (isInteger(value)) {
      return Long.toString((long) value);
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return Double.toString(value);
  }

  /// Whether it can be written without point and exponent. Minus zero can't.
  public static boolean isInteger(double value) {
    return value == Math.rint(value)
        && Math.abs(value) <= EXACT_INTEGERS
        && (value != 0 || 1 / value > 0);
  }
}
