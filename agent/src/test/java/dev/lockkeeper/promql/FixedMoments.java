package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Expr.At;
import dev.lockkeeper.promql.Expr.Shift;
import java.util.Optional;
import java.util.Set;

/// Gives every selector and subquery of an expression its moment by `@`: then it yields the same at
/// any time, as Prometheus' suite checks of its own engine.
final class FixedMoments {
  /// What they yield depends on the time of evaluation nevertheless.
  private static final Set<String> OF_NOW =
      Set.of(
          "days_in_month",
          "day_of_month",
          "day_of_week",
          "day_of_year",
          "hour",
          "minute",
          "month",
          "year",
          "predict_linear",
          "time",
          "timestamp",
          "start",
          "end",
          "range",
          "step");

  private FixedMoments() {}

  /// @return empty where it would not be the same at any time
  static Optional<Expr> at(Expr expr, long epochMillis) {
    return isOfNow(expr) ? Optional.empty() : Optional.of(fixed(expr, new At.Time(epochMillis)));
  }

  private static boolean isOfNow(Expr expr) {
    return switch (expr) {
      case Expr.Call call when OF_NOW.contains(call.function().name()) -> true;
      case Expr.VectorSelector selector -> selector.shift().at() instanceof At.Edge;
      case Expr.Subquery subquery when subquery.shift().at() instanceof At.Edge -> true;
      default -> expr.parts().stream().anyMatch(FixedMoments::isOfNow);
    };
  }

  private static Expr fixed(Expr expr, At at) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> expr;
      case Expr.VectorSelector s -> selector(s, at);
      case Expr.RangeSelector r ->
          new Expr.RangeSelector(selector(r.selector(), at), r.rangeMillis(), r.start(), r.end());
      case Expr.Subquery s ->
          new Expr.Subquery(
              s.inner(), s.rangeMillis(), s.stepMillis(), shift(s.shift(), at), s.start(), s.end());
      case Expr.Call c ->
          new Expr.Call(
              c.function(),
              c.arguments().stream().map(argument -> fixed(argument, at)).toList(),
              c.start(),
              c.end());
      case Expr.Aggregation a ->
          new Expr.Aggregation(
              a.aggregator(),
              a.parameter() == null ? null : fixed(a.parameter(), at),
              fixed(a.inner(), at),
              a.labels(),
              a.without(),
              a.start(),
              a.end());
      case Expr.Binary b ->
          new Expr.Binary(
              b.operator(),
              fixed(b.left(), at),
              fixed(b.right(), at),
              b.bool(),
              b.matching(),
              b.start(),
              b.end());
      case Expr.Negation n -> new Expr.Negation(fixed(n.inner(), at), n.start(), n.end());
      case Expr.Parenthesis p -> new Expr.Parenthesis(fixed(p.inner(), at), p.start(), p.end());
    };
  }

  private static Expr.VectorSelector selector(Expr.VectorSelector s, At at) {
    return new Expr.VectorSelector(s.matchers(), shift(s.shift(), at), s.start(), s.end());
  }

  private static Shift shift(Shift shift, At at) {
    return shift.at() == null ? new Shift(shift.offsetMillis(), at) : shift;
  }
}
