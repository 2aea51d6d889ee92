package dev.lockkeeper.rule.check;

import dev.lockkeeper.promql.Aggregator;
import dev.lockkeeper.promql.BinaryOperator;
import dev.lockkeeper.promql.BinaryOperator.Kind;
import dev.lockkeeper.promql.Expr;
import dev.lockkeeper.promql.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds comparisons that can never hold, and alerts that fire whatever the values are: from what
/// is known of the values that each part of an expression can have.
final class TruthCheck {
  private final KnownMetrics known;
  private final String text;
  private final List<Finding> findings;

  TruthCheck(KnownMetrics known, String text, List<Finding> findings) {
    this.known = known;
    this.text = text;
    this.findings = findings;
  }

  void check(Expr expr) {
    values(expr);
  }

  /// An alert fires for every element of the result, be its value 0 or 1.
  void checkAlert(Expr expr) {
    check(expr);
    if (Expr.unwrapped(expr) instanceof Expr.Binary binary
        && binary.bool()
        && binary.operator().kind() == Kind.COMPARISON) {
      warn(
          NamePlace.ofOperator(text, binary),
          "with `bool` there is always a result, and the alert fires for 0 as well as for 1: leave"
              + " `bool` out");
    }
  }

  private void warn(int at, String message) {
    findings.add(new Finding(Finding.Kind.WARNING, at, message));
  }

  /// What values its elements can have.
  private Interval values(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number -> Interval.of(number.value());
      case Expr.StringLiteral _ -> Interval.ALL;
      case Expr.VectorSelector selector ->
          Parts.metric(selector).map(metric -> KnownValues.of(metric, known)).orElse(Interval.ALL);
      case Expr.RangeSelector range -> values(range.selector());
      case Expr.Subquery subquery -> values(subquery.inner());
      case Expr.Parenthesis parenthesis -> values(parenthesis.inner());
      case Expr.Negation negation -> Interval.of(0).minus(values(negation.inner()));
      case Expr.Call call -> call(call);
      case Expr.Aggregation aggregation -> aggregation(aggregation);
      case Expr.Binary binary -> binary(binary);
    };
  }

  private Interval call(Expr.Call call) {
    var arguments = call.arguments().stream().map(this::values).toList();
    return FunctionValues.of(call.function().name(), arguments);
  }

  private Interval aggregation(Expr.Aggregation aggregation) {
    if (aggregation.parameter() != null) {
      values(aggregation.parameter());
    }
    var inner = values(aggregation.inner());
    return switch (aggregation.aggregator()) {
      case MIN, MAX, AVG, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> inner;
      case SUM ->
          inner.low() >= 0 ? Interval.closed(inner.low(), Interval.ALL.high()) : Interval.ALL;
      case COUNT, COUNT_VALUES -> Interval.FROM_ONE;
      case GROUP -> Interval.of(1);
      case STDDEV, STDVAR -> Interval.NOT_NEGATIVE;
      case QUANTILE -> Interval.ALL;
    };
  }

  private Interval binary(Expr.Binary binary) {
    var left = values(binary.left());
    var right = values(binary.right());
    return switch (binary.operator()) {
      case ADD -> left.plus(right);
      case SUBTRACT -> left.minus(right);
      case MULTIPLY -> left.times(right);
      case DIVIDE -> left.dividedBy(right);
      case MODULO, ATAN2, POWER, TRIM_UPPER, TRIM_LOWER -> Interval.ALL;
      case OR -> left.or(right);
      case UNLESS -> left;
      case AND -> {
        contradictions(binary);
        yield left;
      }
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          comparison(binary, left, right);
    };
  }

  private Interval comparison(Expr.Binary binary, Interval left, Interval right) {
    boolean vectorIsRight =
        binary.left().type() == ValueType.SCALAR && binary.right().type() != ValueType.SCALAR;
    var kept =
        vectorIsRight
            ? right.and(Interval.satisfying(mirrored(binary.operator()), left))
            : left.and(Interval.satisfying(binary.operator(), right));
    if (kept.isEmpty()) {
      never(binary, left, right);
      return Interval.ALL;
    }
    return binary.bool() ? Interval.ZERO_TO_ONE : kept;
  }

  private void never(Expr.Binary binary, Interval left, Interval right) {
    boolean count =
        Expr.unwrapped(binary.left()) instanceof Expr.Aggregation aggregation
            && aggregation.aggregator() == Aggregator.COUNT;
    String why =
        count && right.isConstant() && right.low() < 1
            ? "where there is nothing to count there is no result either, rather than 0; use"
                + " `absent(…)`"
            : shown(binary.left())
                + " is "
                + left.text()
                + (right.isConstant() ? "" : ", " + shown(binary.right()) + " " + right.text());
    warn(NamePlace.ofOperator(text, binary), "this can never be true: " + why);
  }

  private String shown(Expr expr) {
    String written = text.substring(expr.start(), expr.end()).replaceAll("\\s+", " ");
    return "`" + (written.length() > 60 ? written.substring(0, 59) + "…" : written) + "`";
  }

  static BinaryOperator mirrored(BinaryOperator comparison) {
    return switch (comparison) {
      case LESS -> BinaryOperator.GREATER;
      case LESS_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
      case GREATER -> BinaryOperator.LESS;
      case GREATER_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
      case EQUAL,
          NOT_EQUAL,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MODULO,
          ATAN2,
          POWER,
          AND,
          OR,
          UNLESS,
          TRIM_UPPER,
          TRIM_LOWER ->
          comparison;
    };
  }

  // ---- x > 5 and x < 3 ------------------------------------------------------------------------

  private void contradictions(Expr.Binary and) {
    if (!matchesAllLabels(and)) {
      return;
    }
    var left = demands(and.left());
    demands(and.right())
        .forEach((what, demand) -> {
          var other = left.get(what);
          if (other != null && !other.isEmpty() && other.and(demand).isEmpty()) {
            warn(
                NamePlace.ofOperator(text, and),
                "this can never be true: `%s` can't be %s and %s at once"
                    .formatted(what, other.text(), demand.text()));
          }
        });
  }

  private static boolean matchesAllLabels(Expr.Binary binary) {
    var matching = binary.matching();
    return matching != null && !matching.on() && matching.labels().isEmpty();
  }

  /// What an expression wants of the values of others, by these others' text.
  private Map<String, Interval> demands(Expr expr) {
    var demands = new HashMap<String, Interval>();
    collect(expr, demands);
    return demands;
  }

  private void collect(Expr expr, Map<String, Interval> demands) {
    if (!(Expr.unwrapped(expr) instanceof Expr.Binary binary)) {
      return;
    }
    if (binary.operator() == BinaryOperator.AND && matchesAllLabels(binary)) {
      collect(binary.left(), demands);
      collect(binary.right(), demands);
    } else if (binary.operator() == BinaryOperator.UNLESS) {
      collect(binary.left(), demands);
    } else if (binary.operator().kind() == Kind.COMPARISON && !binary.bool()) {
      collect(binary.left(), demands);
      var right = constant(binary.right());
      var left = constant(binary.left());
      if (right.isConstant() && !left.isConstant()) {
        demands.merge(
            NamePlace.squeezed(text, binary.left()),
            Interval.satisfying(binary.operator(), right),
            Interval::and);
      } else if (left.isConstant() && !right.isConstant()) {
        demands.merge(
            NamePlace.squeezed(text, binary.right()),
            Interval.satisfying(mirrored(binary.operator()), left),
            Interval::and);
      }
    }
  }

  /// Its value, where it is one; says nothing of what it finds, which has been said.
  private Interval constant(Expr expr) {
    return Parts.selectors(expr).isEmpty()
        ? new TruthCheck(known, text, new ArrayList<>()).values(expr)
        : Interval.ALL;
  }
}
