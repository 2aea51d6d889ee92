package dev.lockkeeper.promql;

import com.google.re2j.Pattern;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One label matcher. Regular expressions are RE2's, anchored on both sides, and `.` matches line
/// breaks, as in Prometheus.
public final class Matcher {

  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCH("=~"),
    NO_MATCH("!~");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /// The label by which selectors name the metric.
  public static final String NAME = "__name__";

  private final String label;
  private final Operator operator;
  private final String value;
  private final @Nullable Pattern pattern;

  /// @throws com.google.re2j.PatternSyntaxException when the value is not a regular expression but
  ///   should be
  Matcher(String label, Operator operator, String value) {
    this.label = label;
    this.operator = operator;
    this.value = value;
    boolean regular = operator == Operator.MATCH || operator == Operator.NO_MATCH;
    this.pattern = regular ? Regex.compile(value) : null;
  }

  public String label() {
    return label;
  }

  public Operator operator() {
    return operator;
  }

  public String value() {
    return value;
  }

  /// Whether the value is a regular expression.
  boolean regular() {
    return pattern != null;
  }

  /// @param actual the label's value; empty where the series has no such label
  public boolean matches(String actual) {
    return switch (operator) {
      case EQUAL -> actual.equals(value);
      case NOT_EQUAL -> !actual.equals(value);
      case MATCH -> matchesPattern(actual);
      case NO_MATCH -> !matchesPattern(actual);
    };
  }

  private boolean matchesPattern(String actual) {
    return Objects.requireNonNull(pattern).matcher(actual).matches();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Matcher that
        && operator == that.operator
        && label.equals(that.label)
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, operator, value);
  }

  @Override
  public String toString() {
    return label + operator.text() + Texts.quoted(value);
  }
}
