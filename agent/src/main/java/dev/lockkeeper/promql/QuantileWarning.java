package dev.lockkeeper.promql;

import org.jspecify.annotations.Nullable;

/// Warns of a share of which there is no quantile.
final class QuantileWarning {
  private final Expr expr;
  private double last;
  private @Nullable Annotation warning;

  /// @param expr what gives the share
  QuantileWarning(Expr expr) {
    this.expr = expr;
  }

  /// Warns where there is a result.
  static Node.OfVector over(Node.OfVector node, Node.OfScalar q, Expr expr) {
    var warning = new QuantileWarning(expr);
    return evaluation -> {
      var out = node.vector(evaluation);
      if (out.size() > 0) {
        warning.check(q.scalar(evaluation), evaluation);
      }
      return out;
    };
  }

  /// Warns whenever the share is asked for.
  static Node.OfScalar of(Node.OfScalar q, Expr expr) {
    var warning = new QuantileWarning(expr);
    return evaluation -> {
      double wanted = q.scalar(evaluation);
      warning.check(wanted, evaluation);
      return wanted;
    };
  }

  void check(double q, Evaluation evaluation) {
    if (q >= 0 && q <= 1) {
      return;
    }
    var known = warning;
    if (known == null || Double.compare(q, last) != 0) {
      known =
          Annotation.warning(
              expr, "quantile value should be between 0 and 1, got " + Numbers.general(q));
      warning = known;
      last = q;
    }
    evaluation.annotate(known);
  }
}
