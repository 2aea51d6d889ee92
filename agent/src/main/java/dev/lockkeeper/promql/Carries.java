package dev.lockkeeper.promql;

import java.util.Objects;

/// Whether what an expression yields can carry a label: by what is written, and by what is known of
/// the series that it selects.
public final class Carries {

  /// What is known of series.
  @FunctionalInterface
  public interface Source {
    /// Whether series that a selector may select can carry a label that it does not exclude.
    boolean mayCarry(Expr.VectorSelector selector, String label);
  }

  private final Source source;

  private Carries(Source source) {
    this.source = source;
  }

  /// By what is written alone.
  static boolean may(Expr expr, String label) {
    return may(expr, label, (_, _) -> true);
  }

  public static boolean may(Expr expr, String label, Source source) {
    return new Carries(source).carries(expr, label);
  }

  private boolean carries(Expr expr, String label) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> false;
      case Expr.VectorSelector selector ->
          new Selection(selector.matchers()).mayCarry(label) && source.mayCarry(selector, label);
      case Expr.RangeSelector range -> carries(range.selector(), label);
      case Expr.Subquery subquery -> carries(subquery.inner(), label);
      case Expr.Parenthesis(Expr inner, int _, int _) -> carries(inner, label);
      case Expr.Negation(Expr inner, int _, int _) -> carries(inner, label);
      case Expr.Aggregation aggregation -> aggregation(aggregation, label);
      case Expr.Binary binary -> binary(binary, label);
      case Expr.Call call -> call(call, label);
    };
  }

  private boolean aggregation(Expr.Aggregation aggregation, String label) {
    boolean inner = carries(aggregation.inner(), label);
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

  private boolean binary(Expr.Binary binary, String label) {
    boolean left = carries(binary.left(), label);
    boolean right = carries(binary.right(), label);
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

  private boolean call(Expr.Call call, String label) {
    return switch (call.function().name()) {
      case "absent", "absent_over_time" ->
          AbsentName.of(call.arguments().getFirst()).labels().has(label);
      case "vector" -> false;
      case "label_replace", "label_join" ->
          (call.arguments().get(1) instanceof Expr.StringLiteral(String name, int _, int _)
                  && name.equals(label))
              || carries(call.arguments().getFirst(), label);
      default ->
          call.arguments().stream()
              .anyMatch(
                  argument -> argument.type() != ValueType.SCALAR && carries(argument, label));
    };
  }
}
