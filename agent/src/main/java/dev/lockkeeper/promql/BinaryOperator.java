package dev.lockkeeper.promql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The operators between two expressions, with their precedence: a higher one binds tighter.
public enum BinaryOperator {
  OR("or", 1, Kind.SET),
  AND("and", 2, Kind.SET),
  UNLESS("unless", 2, Kind.SET),
  EQUAL("==", 3, Kind.COMPARISON),
  NOT_EQUAL("!=", 3, Kind.COMPARISON),
  TRIM_UPPER("</", 3, Kind.TRIM),
  TRIM_LOWER(">/", 3, Kind.TRIM),
  LESS("<", 3, Kind.COMPARISON),
  LESS_OR_EQUAL("<=", 3, Kind.COMPARISON),
  GREATER(">", 3, Kind.COMPARISON),
  GREATER_OR_EQUAL(">=", 3, Kind.COMPARISON),
  ADD("+", 4, Kind.ARITHMETIC),
  SUBTRACT("-", 4, Kind.ARITHMETIC),
  MULTIPLY("*", 5, Kind.ARITHMETIC),
  DIVIDE("/", 5, Kind.ARITHMETIC),
  MODULO("%", 5, Kind.ARITHMETIC),
  ATAN2("atan2", 5, Kind.ARITHMETIC),
  POWER("^", 6, Kind.ARITHMETIC);

  public enum Kind {
    SET,
    COMPARISON,
    ARITHMETIC,
    /// of native histograms
    TRIM
  }

  /// Unary plus and minus bind as tightly as multiplication: `-2 ^ 2` is -4.
  static final int UNARY_PRECEDENCE = 5;

  private final String text;
  private final int precedence;
  private final Kind kind;

  BinaryOperator(String text, int precedence, Kind kind) {
    this.text = text;
    this.precedence = precedence;
    this.kind = kind;
  }

  public String text() {
    return text;
  }

  public Kind kind() {
    return kind;
  }

  int precedence() {
    return precedence;
  }

  boolean rightAssociative() {
    return this == POWER;
  }

  static @Nullable BinaryOperator of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (var operator : values()) {
      if (operator.text.equals(lower)) {
        return operator;
      }
    }
    return null;
  }

  /// Of two numbers. Comparisons give 1 or 0.
  double apply(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case ATAN2 -> Math.atan2(left, right);
      case POWER -> power(left, right);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          holds(left, right) ? 1 : 0;
      case AND, OR, UNLESS, TRIM_UPPER, TRIM_LOWER ->
          throw new IllegalStateException(text + " of numbers");
    };
  }

  /// Whether a comparison of two numbers is true.
  boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
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
          throw new IllegalStateException(text + " is not a comparison");
    };
  }

  /// C's pow, as Go has it: 1 to anything, and -1 to an infinity, is 1.
  private static double power(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return Math.pow(base, exponent);
  }
}
