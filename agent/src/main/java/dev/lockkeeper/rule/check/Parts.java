package dev.lockkeeper.rule.check;

import dev.lockkeeper.promql.Expr;
import dev.lockkeeper.promql.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parts of expressions.
final class Parts {
  private Parts() {}

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
    expr.parts().forEach(part -> collect(part, selectors));
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
