package dev.lockkeeper.rule.check;

import dev.lockkeeper.promql.Expr;
import dev.lockkeeper.promql.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parts of expressions.
final class Parts {
  private Parts() {}

  /// Directly below.
  static List<Expr> below(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _ -> List.of();
      case Expr.RangeSelector range -> List.of(range.selector());
      case Expr.Subquery subquery -> List.of(subquery.inner());
      case Expr.Call call -> call.arguments();
      case Expr.Aggregation aggregation ->
          aggregation.parameter() == null
              ? List.of(aggregation.inner())
              : List.of(aggregation.parameter(), aggregation.inner());
      case Expr.Binary binary -> List.of(binary.left(), binary.right());
      case Expr.Negation negation -> List.of(negation.inner());
      case Expr.Parenthesis parenthesis -> List.of(parenthesis.inner());
    };
  }

  /// Every selector below, in their order.
  static List<Expr.VectorSelector> selectors(Expr expr) {
    var selectors = new ArrayList<Expr.VectorSelector>();
    collect(expr, selectors);
    return selectors;
  }

  private static void collect(Expr expr, List<Expr.VectorSelector> selectors) {
    if (expr instanceof Expr.VectorSelector selector) {
      selectors.add(selector);
    }
    below(expr).forEach(part -> collect(part, selectors));
  }

  /// Without the parentheses around it.
  static Expr bare(Expr expr) {
    return expr instanceof Expr.Parenthesis(Expr inner, int _, int _) ? bare(inner) : expr;
  }

  /// The one metric that a selector reads, where its name is written out.
  static Optional<String> metric(Expr.VectorSelector selector) {
    return selector.matchers().stream()
        .filter(matcher ->
            matcher.label().equals(Matcher.NAME)
                && matcher.operator() == Matcher.Operator.EQUAL
                && !matcher.value().isEmpty())
        .map(Matcher::value)
        .findFirst();
  }
}
