package dev.lockkeeper.rule.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How Go writes numbers with a point (package strconv, `FormatFloat`).
final class GoFloat {
  private GoFloat() {}

  /// `%v`: the shortest that reads back as the same number.
  static String shortest(double value) {
    return Double.isFinite(value)
        ? general(new BigDecimal(Double.toString(Math.abs(value))), minus(value), 6)
        : special(value);
  }

  /// `%.4g` for 4.
  static String general(double value, int precision) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    int digits = Math.max(precision, 1);
    var rounded =
        new BigDecimal(Math.abs(value)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return general(rounded, minus(value), digits);
  }

  /// @param largest the exponent from which on it is written with one
  private static String general(BigDecimal value, boolean minus, int largest) {
    var stripped = value.stripTrailingZeros();
    int exponent = value.signum() == 0 ? 0 : stripped.precision() - stripped.scale() - 1;
    String text =
        exponent < -4 || exponent >= largest
            ? scientific(stripped, exponent, stripped.precision() - 1)
            : stripped.toPlainString();
    return minus ? "-" + text : text;
  }

  /// `%.2f` for 2.
  static String fixed(double value, int precision) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    String text =
        new BigDecimal(Math.abs(value)).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    return minus(value) ? "-" + text : text;
  }

  /// `%.2e` for 2.
  static String scientific(double value, int precision) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    var rounded =
        new BigDecimal(Math.abs(value))
            .round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String text = scientific(rounded, exponent, precision);
    return minus(value) ? "-" + text : text;
  }

  private static String scientific(BigDecimal value, int exponent, int decimals) {
    String digits = value.unscaledValue().toString();
    var text = new StringBuilder(digits.substring(0, 1));
    if (decimals > 0) {
      text.append('.');
      for (int i = 1; i <= decimals; i++) {
        text.append(i < digits.length() ? digits.charAt(i) : '0');
      }
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    int size = Math.abs(exponent);
    return text.append(size < 10 ? "0" : "").append(size).toString();
  }

  private static boolean minus(double value) {
    return value < 0 || 1 / value < 0;
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  }
}
