package dev.lockkeeper.promql;

import java.util.Locale;
import java.util.regex.Pattern;

/// How PromQL writes numbers and durations.
final class Numbers {
  private static final Pattern DECIMAL =
      Pattern.compile("(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][+-]?\\d+)?");
  private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F_]+");
  private static final Pattern OCTAL = Pattern.compile("0[0-7]+");

  /// The units in this order, each once at the most. No nested repetition: it can't backtrack far.
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,18})y)?(?:(\\d{1,18})w)?(?:(\\d{1,18})d)?(?:(\\d{1,18})h)?"
              + "(?:(\\d{1,18})m)?(?:(\\d{1,18})s)?(?:(\\d{1,18})ms)?");

  private static final long SECOND = 1000;
  private static final long DAY = 86_400 * SECOND;
  private static final long[] MILLIS = {
    365 * DAY, 7 * DAY, DAY, 3_600 * SECOND, 60 * SECOND, SECOND, 1
  };

  /// Longer words are neither, whatever they hold.
  private static final int LONGEST = 400;

  private Numbers() {}

  static boolean isNumber(String word) {
    return word.length() <= LONGEST
        && (DECIMAL.matcher(word).matches() || HEX.matcher(word).matches());
  }

  static boolean isDuration(String word) {
    return word.length() <= LONGEST
        && !word.isEmpty()
        && !Character.isDigit(word.charAt(word.length() - 1))
        && DURATION.matcher(word).matches();
  }

  /// @param word for which [#isNumber] holds
  static double number(String word) {
    String digits = word.replace("_", "");
    if (HEX.matcher(word).matches()) {
      var whole = new java.math.BigInteger(digits.substring(2), 16);
      return whole.doubleValue();
    }
    if (OCTAL.matcher(digits).matches()) {
      return new java.math.BigInteger(digits, 8).doubleValue();
    }
    return Double.parseDouble(digits);
  }

  /// @param word for which [#isDuration] holds
  /// @throws ArithmeticException when it does not fit
  static long durationMillis(String word) {
    var match = DURATION.matcher(word);
    if (!match.matches()) {
      throw new IllegalArgumentException(word);
    }
    long sum = 0;
    for (int i = 0; i < MILLIS.length; i++) {
      String group = match.group(i + 1);
      if (group != null) {
        sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(group), MILLIS[i]));
      }
    }
    return sum;
  }

  /// As Go's `strconv.FormatFloat(value, 'f', -1, 64)` writes it.
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return new java.math.BigDecimal(Double.toString(value).toUpperCase(Locale.ROOT))
        .stripTrailingZeros()
        .toPlainString();
  }

  /// As Go's `%g` writes it: the shortest digits, an exponent from a million on.
  static String general(double value) {
    return general(value, 0);
  }

  /// As OpenMetrics writes quantiles: with a point or an exponent, always.
  static String openMetrics(double value) {
    String text = general(value);
    boolean whole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    return whole ? text + ".0" : text;
  }

  /// @param digits at most; 0: as many as tell the value from its neighbours
  static String general(double value, int digits) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return text(value);
    }
    var exact = new java.math.BigDecimal(Double.toString(value).toUpperCase(Locale.ROOT));
    if (digits > 0) {
      exact =
          new java.math.BigDecimal(value)
              .round(new java.math.MathContext(digits, java.math.RoundingMode.HALF_EVEN));
    }
    exact = exact.stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < (digits > 0 ? digits : 6)) {
      return exact.toPlainString();
    }
    String all = exact.unscaledValue().abs().toString();
    return (value < 0 ? "-" : "")
        + all.charAt(0)
        + (all.length() > 1 ? "." + all.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
