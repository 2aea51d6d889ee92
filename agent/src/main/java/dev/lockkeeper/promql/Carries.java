package dev.lockkeeper.promql;

import java.util.Objects;

/// Whether what an expression yields can carry a label: by what is written, not by what there is.
final class Carries {
  private Carries() {}

  static boolean may(Expr expr, String label) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> false;
      case Expr.VectorSelector selector -> new Selection(selector.matchers()).mayCarry(label);
      case Expr.RangeSelector range -> may(range.selector(), label);
      case Expr.Subquery subquery -> may(subquery.inner(), label);
      case Expr.Parenthesis(Expr inner, int _, int _) -> may(inner, label);
      case Expr.Negation(Expr inner, int _, int _) -> may(inner, label);
      case Expr.Aggregation aggregation -> aggregation(aggregation, label);
      case Expr.Binary binary -> binary(binary, label);
      case Expr.Call call -> call(call, label);
    };
  }

  private static boolean aggregation(Expr.Aggregation aggregation, String label) {
    boolean inner = may(aggregation.inner(), label);
    if (aggregation.aggregator().picks()) {
      return inner;
    }
    if (aggregation.aggregator() == Aggregator.COUNT_VALUES
        && aggregation.parameter() instanceof Expr.StringLiteral(String name, int _, int _)
        && name.equals(label)) {
      return true;
    }
    return inner && aggregation.labels().contains(label) != aggregation.without();
  }

  private static boolean binary(Expr.Binary binary, String label) {
    boolean left = may(binary.left(), label);
    boolean right = may(binary.right(), label);
    if (binary.matching() == null) {
      return left || right;
    }
    var matching = Objects.requireNonNull(binary.matching());
    return switch (matching.cardinality()) {
      case MANY_TO_MANY -> binary.operator() == BinaryOperator.OR ? left || right : left;
      case ONE_TO_ONE -> left && matching.labels().contains(label) == matching.on();
      case MANY_TO_ONE -> matching.include().contains(label) ? right : left;
      case ONE_TO_MANY -> matching.include().contains(label) ? left : right;
    };
  }

  private static boolean call(Expr.Call call, String label) {
    return switch (call.function().name()) {
      case "absent", "absent_over_time" ->
          AbsentName.of(call.arguments().getFirst()).labels().has(label);
      case "vector" -> false;
      case "label_replace", "label_join" ->
          (call.arguments().get(1) instanceof Expr.StringLiteral(String name, int _, int _)
                  && name.equals(label))
              || may(call.arguments().getFirst(), label);
      default ->
          call.arguments().stream()
              .anyMatch(argument -> argument.type() != ValueType.SCALAR && may(argument, label));
    };
  }
}
