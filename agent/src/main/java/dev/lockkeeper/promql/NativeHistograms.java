package dev.lockkeeper.promql;

import java.util.Set;

/// What works on native histograms only. The agent keeps none, so it would never yield anything:
/// who writes it is told.
final class NativeHistograms {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "histogram_avg",
          "histogram_count",
          "histogram_stddev",
          "histogram_stdvar",
          "histogram_sum");

  private NativeHistograms() {}

  /// @throws PromqlException when the expression needs them
  static void refuse(String text, Expr expr) {
    if (expr instanceof Expr.Call call && FUNCTIONS.contains(call.function().name())) {
      throw error(text, expr, "function " + call.function().name());
    }
    if (expr instanceof Expr.Binary binary
        && binary.operator().kind() == BinaryOperator.Kind.TRIM) {
      throw error(text, expr, "operator " + binary.operator().text());
    }
    for (var part : expr.parts()) {
      refuse(text, part);
    }
  }

  private static PromqlException error(String text, Expr at, String what) {
    return new PromqlException(
        text, at.start(), at.end(), what + " needs native histograms, which are not supported");
  }

  /// Numbers do not go with their operators.
  static Node.OfVector trimmed(Expr.Binary binary, Node.OfVector left, Node.OfVector right) {
    String operator = binary.operator().text();
    var info =
        Annotation.info(
            binary,
            "incompatible sample types encountered for binary operator "
                + Texts.quoted(operator)
                + ": float "
                + operator
                + " float");
    var out = new Vector();
    return evaluation -> {
      int lefts = left.vector(evaluation).size();
      if (lefts > 0 && right.vector(evaluation).size() > 0) {
        evaluation.annotate(info);
      }
      return out;
    };
  }

  /// Functions of theirs find none among numbers.
  static Node.OfVector among(Node.OfVector numbers) {
    var out = new Vector();
    return evaluation -> {
      numbers.vector(evaluation);
      return out;
    };
  }
}
