package dev.lockkeeper.rule;

import dev.lockkeeper.promql.BinaryOperator;
import dev.lockkeeper.promql.Expr;

/// Which side of its threshold an alert's expression is about.
final class Threshold {
  private Threshold() {}

  /// Whether smaller values are the worse ones: the comparison that gives the result its value is
  /// `<` or `<=`.
  static boolean lowIsWorse(Expr expr) {
    var part = expr;
    while (true) {
      if (part instanceof Expr.Parenthesis(Expr inner, int _, int _)) {
        part = inner;
      } else if (part instanceof Expr.Binary binary) {
        var operator = binary.operator();
        if (operator.kind() != BinaryOperator.Kind.SET) {
          return operator == BinaryOperator.LESS || operator == BinaryOperator.LESS_OR_EQUAL;
        }
        part = binary.left();
      } else {
        return false;
      }
    }
  }
}
