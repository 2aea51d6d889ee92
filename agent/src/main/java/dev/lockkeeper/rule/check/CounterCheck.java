package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.promql.BinaryOperator.Kind;
import dev.lockkeeper.promql.Expr;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds counters that are taken for what they are not, and what is no counter taken for one.
final class CounterCheck {
  private static final Set<String> FOR_COUNTERS = Set.of("rate", "irate", "increase", "resets");

  private final KnownMetrics known;
  private final String text;
  private final List<Finding> findings;

  CounterCheck(KnownMetrics known, String text, List<Finding> findings) {
    this.known = known;
    this.text = text;
    this.findings = findings;
  }

  void check(Expr expr) {
    if (expr instanceof Expr.Call call && FOR_COUNTERS.contains(call.function().name())) {
      rateOfGauge(call);
    } else if (expr instanceof Expr.Binary binary && binary.operator().kind() == Kind.COMPARISON) {
      bareCounter(binary);
    }
    expr.parts().forEach(this::check);
  }

  private void rateOfGauge(Expr.Call call) {
    if (Expr.unwrapped(call.arguments().getFirst()) instanceof Expr.RangeSelector range) {
      Parts.metric(range.selector())
          .filter(metric -> type(metric) == MetricFamily.Type.GAUGE)
          .ifPresent(metric ->
              findings.add(
                  new Finding(
                      Finding.Kind.DOUBTFUL,
                      range.selector().start(),
                      "`%s` is a gauge: %s() takes each fall for a restart of a counter; use %s"
                          .formatted(
                              metric,
                              call.function().name(),
                              call.function().name().equals("increase")
                                  ? "delta()"
                                  : call.function().name().equals("resets")
                                      ? "changes()"
                                      : "deriv()"))));
    }
  }

  /// A counter's value says how long it has been counting. Compared to 0 it says whether anything
  /// ever happened, which may be meant.
  private void bareCounter(Expr.Binary comparison) {
    double limit = number(comparison.right());
    if (Double.isNaN(limit) || limit == 0) {
      return;
    }
    counter(comparison.left())
        .ifPresent(metric ->
            findings.add(
                new Finding(
                    Finding.Kind.WARNING,
                    NamePlace.of(
                        metric, text, comparison.left().start(), comparison.left().end(), 0),
                    "`%s` is a counter, which only grows until a restart: compare its rate() or"
                            .formatted(metric)
                        + " increase()")));
  }

  /// The counter that an expression's values are, or sums or extremes of which they are.
  private Optional<String> counter(Expr expr) {
    return switch (Expr.unwrapped(expr)) {
      case Expr.VectorSelector selector ->
          Parts.metric(selector)
              .filter(metric -> metric.endsWith("_total"))
              .filter(metric -> type(metric) == MetricFamily.Type.COUNTER);
      case Expr.Aggregation aggregation ->
          switch (aggregation.aggregator()) {
            case SUM, AVG, MIN, MAX, TOPK, BOTTOMK, QUANTILE -> counter(aggregation.inner());
            case COUNT, GROUP, STDDEV, STDVAR, COUNT_VALUES, LIMITK, LIMIT_RATIO ->
                Optional.empty();
          };
      default -> Optional.empty(); // something is computed from it
    };
  }

  /// By its name where nobody knows it.
  private MetricFamily.Type type(String metric) {
    return known
        .family(metric)
        .map(MetricFamily::type)
        .orElse(metric.endsWith("_total") ? MetricFamily.Type.COUNTER : MetricFamily.Type.UNTYPED);
  }

  private static double number(Expr expr) {
    return Expr.unwrapped(expr) instanceof Expr.NumberLiteral number ? number.value() : Double.NaN;
  }
}
