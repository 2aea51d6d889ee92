package dev.lockkeeper.rule.template;

import dev.lockkeeper.rule.template.Arguments.WrongArgument;
import dev.lockkeeper.rule.template.Value.Fraction;
import dev.lockkeeper.rule.template.Value.Text;
import dev.lockkeeper.rule.template.Value.Truth;
import dev.lockkeeper.rule.template.Value.Whole;
import java.util.List;

/// `eq`, `lt` and the like, as Go has them: whole numbers and those with a point are not compared.
final class Comparison {
  private Comparison() {}

  /// Whether the first equals one of the others.
  static boolean anyEqual(List<Value> values) {
    for (int i = 1; i < values.size(); i++) {
      if (equal(values.getFirst(), values.get(i))) {
        return true;
      }
    }
    return false;
  }

  static boolean equal(Value one, Value other) {
    if (one instanceof Value.Nothing || other instanceof Value.Nothing) {
      return one instanceof Value.Nothing && other instanceof Value.Nothing;
    }
    if (one instanceof Truth(boolean a) && other instanceof Truth(boolean b)) {
      return a == b;
    }
    if (one instanceof Fraction(double a) && other instanceof Fraction(double b)) {
      return a == b;
    }
    return compare(one, other) == 0;
  }

  static int of(List<Value> values) {
    return compare(values.getFirst(), values.getLast());
  }

  /// Not a number is neither less nor more.
  static boolean ofOrdered(List<Value> values) {
    return values.stream()
        .noneMatch(value -> value instanceof Fraction(double number) && Double.isNaN(number));
  }

  private static int compare(Value one, Value other) {
    if (one instanceof Whole(long a) && other instanceof Whole(long b)) {
      return Long.compare(a, b);
    }
    if (one instanceof Fraction(double a) && other instanceof Fraction(double b)) {
      return a < b ? -1 : a == b ? 0 : 1;
    }
    if (one instanceof Text(String a) && other instanceof Text(String b)) {
      return a.compareTo(b);
    }
    boolean numbers =
        (one instanceof Whole || one instanceof Fraction)
            && (other instanceof Whole || other instanceof Fraction);
    throw new WrongArgument(
        numbers
            ? "incompatible types for comparison: "
                + one.type()
                + " and "
                + other.type()
                + " (write 5.0 rather than 5)"
            : "incompatible types for comparison: " + one.type() + " and " + other.type());
  }
}
