package dev.lockkeeper.rule.check;

import dev.lockkeeper.promql.BinaryOperator;
import java.util.stream.DoubleStream;

/// The numbers between two bounds: all that an expression can yield. NaN is left out, since no
/// comparison but `!=` holds for it.
///
/// @param lowOpen whether `low` itself is not among them
/// @param highOpen whether `high` itself is not among them
record Interval(double low, boolean lowOpen, double high, boolean highOpen) {
  static final Interval ALL = closed(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  static final Interval NOT_NEGATIVE = closed(0, Double.POSITIVE_INFINITY);
  static final Interval FROM_ONE = closed(1, Double.POSITIVE_INFINITY);
  static final Interval ZERO_TO_ONE = closed(0, 1);

  static Interval closed(double low, double high) {
    return new Interval(low, false, high, false);
  }

  static Interval of(double value) {
    return Double.isNaN(value) ? ALL : closed(value, value);
  }

  boolean isEmpty() {
    return low > high || (low == high && (lowOpen || highOpen));
  }

  boolean isConstant() {
    return low == high && !lowOpen && !highOpen;
  }

  Interval and(Interval other) {
    boolean ourLow = low > other.low || (low == other.low && lowOpen);
    boolean ourHigh = high < other.high || (high == other.high && highOpen);
    return new Interval(
        ourLow ? low : other.low,
        ourLow ? lowOpen : other.lowOpen,
        ourHigh ? high : other.high,
        ourHigh ? highOpen : other.highOpen);
  }

  /// The least interval that holds both.
  Interval or(Interval other) {
    return closed(Math.min(low, other.low), Math.max(high, other.high));
  }

  /// Those for which a comparison with some number of another interval can hold.
  static Interval satisfying(BinaryOperator comparison, Interval right) {
    double most = Double.POSITIVE_INFINITY;
    return switch (comparison) {
      case LESS -> new Interval(-most, false, right.high, true);
      case LESS_OR_EQUAL -> new Interval(-most, false, right.high, right.highOpen);
      case GREATER -> new Interval(right.low, true, most, false);
      case GREATER_OR_EQUAL -> new Interval(right.low, right.lowOpen, most, false);
      case EQUAL -> right;
      case NOT_EQUAL -> ALL;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MODULO,
          ATAN2,
          POWER,
          AND,
          OR,
          UNLESS,
          TRIM_UPPER,
          TRIM_LOWER ->
          throw new IllegalArgumentException(comparison.text() + " is not a comparison");
    };
  }

  Interval plus(Interval other) {
    return ofSums(low + other.low, high + other.high);
  }

  Interval minus(Interval other) {
    return ofSums(low - other.high, high - other.low);
  }

  private static Interval ofSums(double low, double high) {
    return Double.isNaN(low) || Double.isNaN(high) ? ALL : closed(low, high);
  }

  Interval times(Interval other) {
    var products =
        DoubleStream.of(low * other.low, low * other.high, high * other.low, high * other.high)
            .map(product -> Double.isNaN(product) ? 0 : product) // 0 times an infinite bound
            .summaryStatistics();
    return closed(products.getMin(), products.getMax());
  }

  Interval dividedBy(Interval other) {
    if (low >= 0 && other.low >= 0) {
      double least = other.high == 0 ? 0 : low / other.high;
      double most = other.low == 0 ? Double.POSITIVE_INFINITY : high / other.low;
      return ofSums(Double.isNaN(least) ? 0 : least, Double.isNaN(most) ? ALL.high : most);
    }
    if (other.isConstant() && other.low != 0) {
      return times(of(1 / other.low));
    }
    return ALL;
  }

  /// `from 0 to 1`, `at least 1`.
  String text() {
    if (isConstant()) {
      return "always " + number(low);
    }
    if (high == Double.POSITIVE_INFINITY) {
      return (lowOpen ? "more than " : "at least ") + number(low);
    }
    return low == Double.NEGATIVE_INFINITY
        ? (highOpen ? "less than " : "at most ") + number(high)
        : "from " + number(low) + " to " + number(high);
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
