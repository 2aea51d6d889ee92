package dev.lockkeeper.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expressions without the places where they stand: equal where they mean the same.
final class Unplaced {
  private Unplaced() {}

  // Records are taken apart here, so that a component added to one can't be forgotten.
  static Expr of(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral(double value, int _, int _) -> new Expr.NumberLiteral(value, 0, 0);
      case Expr.StringLiteral(String value, int _, int _) -> new Expr.StringLiteral(value, 0, 0);
      case Expr.VectorSelector selector -> selector(selector);
      case Expr.RangeSelector(Expr.VectorSelector selector, long range, int _, int _) ->
          new Expr.RangeSelector(selector(selector), range, 0, 0);
      case Expr.Subquery(Expr inner, long range, long step, Expr.Shift shift, int _, int _) ->
          new Expr.Subquery(of(inner), range, step, shift, 0, 0);
      case Expr.Call(Function function, List<Expr> arguments, int _, int _) ->
          new Expr.Call(function, arguments.stream().map(Unplaced::of).toList(), 0, 0);
      case Expr.Aggregation(
              Aggregator aggregator,
              Expr parameter,
              Expr inner,
              List<String> labels,
              boolean without,
              int _,
              int _) ->
          new Expr.Aggregation(aggregator, orNull(parameter), of(inner), labels, without, 0, 0);
      case Expr.Binary(
              BinaryOperator operator,
              Expr left,
              Expr right,
              boolean bool,
              Expr.Matching matching,
              int _,
              int _) ->
          new Expr.Binary(operator, of(left), of(right), bool, matching, 0, 0);
      case Expr.Negation(Expr inner, int _, int _) -> new Expr.Negation(of(inner), 0, 0);
      case Expr.Parenthesis(Expr inner, int _, int _) -> of(inner);
    };
  }

  private static Expr.VectorSelector selector(Expr.VectorSelector selector) {
    return new Expr.VectorSelector(selector.matchers(), selector.shift(), 0, 0);
  }

  private static @Nullable Expr orNull(@Nullable Expr expr) {
    return expr == null ? null : of(expr);
  }
}
