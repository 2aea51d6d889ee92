package dev.lockkeeper.rule.check;

import dev.lockkeeper.promql.BinaryOperator;
import dev.lockkeeper.promql.BinaryOperator.Kind;
import dev.lockkeeper.promql.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds sums and comparisons of what has different units: bytes with seconds, a rate with an
/// amount.
final class UnitCheck {
  private static final double EARLIEST_INSTANT = 1e8;
  private static final double PERCENT = 100;

  private final KnownMetrics known;
  private final String text;
  private final List<Finding> findings;
  private final Set<String> recordedUnderWay;

  UnitCheck(KnownMetrics known, String text, List<Finding> findings) {
    this(known, text, findings, new HashSet<>());
  }

  private UnitCheck(
      KnownMetrics known, String text, List<Finding> findings, Set<String> recordedUnderWay) {
    this.known = known;
    this.text = text;
    this.findings = findings;
    this.recordedUnderWay = recordedUnderWay;
  }

  void check(Expr expr) {
    unit(expr);
  }

  private Unit unit(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number ->
          UnitNames.ofNumber(text.substring(number.start(), number.end()));
      case Expr.StringLiteral _ -> Unit.UNKNOWN;
      case Expr.VectorSelector selector ->
          Parts.metric(selector).map(this::ofMetric).orElse(Unit.UNKNOWN);
      case Expr.RangeSelector range -> unit(range.selector());
      case Expr.Subquery subquery -> unit(subquery.inner());
      case Expr.Parenthesis parenthesis -> unit(parenthesis.inner());
      case Expr.Negation negation -> unit(negation.inner());
      case Expr.Call call -> call(call);
      case Expr.Aggregation aggregation -> aggregation(aggregation);
      case Expr.Binary binary -> binary(binary);
    };
  }

  /// What a rule records has the unit of its expression.
  private Unit ofMetric(String metric) {
    var recorded = known.recorded(metric);
    if (recorded.isEmpty() || !recordedUnderWay.add(metric)) {
      return UnitNames.ofMetric(metric);
    }
    var units =
        recorded.stream()
            .map(rule ->
                new UnitCheck(known, rule.text(), new ArrayList<>(), recordedUnderWay)
                    .unit(rule.expr()))
            .distinct()
            .toList();
    recordedUnderWay.remove(metric);
    return units.size() == 1 ? units.getFirst() : Unit.UNKNOWN;
  }

  private Unit call(Expr.Call call) {
    var arguments = call.arguments().stream().map(this::unit).toList();
    var first = arguments.isEmpty() ? Unit.UNKNOWN : arguments.getFirst();
    return switch (call.function().name()) {
      case "time", "timestamp" -> Unit.INSTANT;
      case "rate", "irate", "deriv" -> first.per(Unit.SECONDS);
      case "abs",
          "avg_over_time",
          "ceil",
          "clamp",
          "clamp_max",
          "clamp_min",
          "first_over_time",
          "floor",
          "label_join",
          "label_replace",
          "last_over_time",
          "max_over_time",
          "min_over_time",
          "predict_linear",
          "round",
          "scalar",
          "sort",
          "sort_by_label",
          "sort_by_label_desc",
          "sort_desc",
          "vector" ->
          first;
      case "delta", "idelta", "increase", "mad_over_time", "stddev_over_time", "sum_over_time" ->
          first.instant() ? Unit.SECONDS : first;
      case "quantile_over_time" -> arguments.get(1);
      case "histogram_quantile" -> ofBuckets(call);
      default -> Unit.UNKNOWN; // counts, logarithms, parts of a date
    };
  }

  private Unit ofBuckets(Expr.Call call) {
    return Parts.selectors(call).stream()
        .flatMap(selector -> Parts.metric(selector).stream())
        .filter(metric -> metric.endsWith("_bucket"))
        .findFirst()
        .map(metric -> UnitNames.ofMetric(metric.substring(0, metric.lastIndexOf('_'))))
        .orElse(Unit.UNKNOWN);
  }

  private Unit aggregation(Expr.Aggregation aggregation) {
    if (aggregation.parameter() != null) {
      unit(aggregation.parameter());
    }
    var inner = unit(aggregation.inner());
    return switch (aggregation.aggregator()) {
      case SUM, AVG, MIN, MAX, QUANTILE, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> inner;
      case STDDEV -> inner.instant() ? Unit.SECONDS : inner;
      case COUNT, GROUP, STDVAR, COUNT_VALUES -> Unit.UNKNOWN;
    };
  }

  private Unit binary(Expr.Binary binary) {
    var left = unit(binary.left());
    var right = unit(binary.right());
    return switch (binary.operator()) {
      case ADD, SUBTRACT -> sum(binary, left, right);
      case MULTIPLY ->
          isConstant(binary.left())
              ? scaled(right, left, binary.left())
              : isConstant(binary.right())
                  ? scaled(left, right, binary.right())
                  : left.times(right);
      case DIVIDE ->
          isConstant(binary.right()) && !right.known()
              ? scaled(left, right, binary.right())
              : isConstant(binary.left()) && !left.known()
                  ? Unit.RATIO.per(right)
                  : left.per(right);
      case MODULO, AND, UNLESS -> left;
      case OR -> left.known() && right.known() && left.fits(right) ? left : Unit.UNKNOWN;
      case ATAN2, POWER, TRIM_UPPER, TRIM_LOWER -> Unit.UNKNOWN;
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
        comparison(binary, left, right);
        yield binary.bool() ? Unit.UNKNOWN : left;
      }
    };
  }

  private Unit sum(Expr.Binary binary, Unit left, Unit right) {
    boolean minus = binary.operator() == BinaryOperator.SUBTRACT;
    boolean ofTime =
        left.powers().equals(Unit.SECONDS.powers()) && left.powers().equals(right.powers());
    if (ofTime && (left.instant() || right.instant())) {
      // an instant less an instant is a span; with a span it stays an instant
      return minus && left.instant() && right.instant() ? Unit.SECONDS : Unit.INSTANT;
    }
    if (!left.fits(right)) {
      mismatch(binary, minus ? "subtracted from each other" : "added", left, right);
      return Unit.UNKNOWN;
    }
    if (left.known() == right.known()) {
      return left;
    }
    return isConstant(left.known() ? binary.right() : binary.left())
        ? (left.known() ? left : right)
        : Unit.UNKNOWN;
  }

  /// A plain number may stand for a unit of its own: 3600 for the seconds of an hour, 4096 for the
  /// bytes of a page. So only harmless ones leave the unit what it was.
  private Unit scaled(Unit unit, Unit by, Expr constant) {
    if (by.known()) {
      return unit.times(by);
    }
    double factor = constantValue(constant);
    if (unit.instant() || Double.isNaN(factor) || factor == 0) {
      return Unit.UNKNOWN;
    }
    double size = Math.max(Math.abs(factor), 1 / Math.abs(factor));
    if (unit.powers().isEmpty()) {
      return Math.abs(factor) <= 1 || factor == PERCENT ? unit : Unit.UNKNOWN;
    }
    return Math.rint(size) % 60 == 0 ? Unit.UNKNOWN : unit;
  }

  private void comparison(Expr.Binary binary, Unit left, Unit right) {
    if (!left.fits(right)) {
      mismatch(binary, "compared", left, right);
      return;
    }
    double limit = constantValue(binary.right());
    var subject = Expr.unwrapped(binary.left());
    if (Double.isNaN(limit)
        || right.known()
        || !(subject instanceof Expr.VectorSelector selector)) {
      return;
    }
    if (left.instant() && limit > 0 && limit < EARLIEST_INSTANT) {
      doubt(
          binary,
          "%s is a point in time, in seconds since 1970; its age is `time() - …`"
              .formatted(shown(selector)));
    } else if (left.equals(Unit.RATIO) && limit > 1 && limit <= PERCENT) {
      doubt(
          binary,
          "%s is a ratio, from 0 to 1: %s %% is %s"
              .formatted(
                  shown(selector), Interval.number(limit), Interval.number(limit / PERCENT)));
    }
  }

  private void mismatch(Expr.Binary binary, String what, Unit left, Unit right) {
    doubt(
        binary,
        "%s is in %s, %s in %s: they can't be %s"
            .formatted(shown(binary.left()), left.text(), shown(binary.right()), right.text(), what)
            .replace("in a ", "a "));
  }

  private void doubt(Expr.Binary binary, String message) {
    findings.add(new Finding(Finding.Kind.DOUBTFUL, NamePlace.ofOperator(text, binary), message));
  }

  private String shown(Expr expr) {
    String written = text.substring(expr.start(), expr.end()).replaceAll("\\s+", " ");
    return "`" + (written.length() > 60 ? written.substring(0, 59) + "…" : written) + "`";
  }

  private static boolean isConstant(Expr expr) {
    return Parts.selectors(expr).isEmpty() && !callsAnything(expr);
  }

  private static boolean callsAnything(Expr expr) {
    return expr instanceof Expr.Call || expr.parts().stream().anyMatch(UnitCheck::callsAnything);
  }

  /// NaN where it is no plain constant.
  private static double constantValue(Expr expr) {
    return switch (Expr.unwrapped(expr)) {
      case Expr.NumberLiteral number -> number.value();
      case Expr.Negation negation -> -constantValue(negation.inner());
      case Expr.Binary binary when binary.operator().kind() == Kind.ARITHMETIC -> {
        double left = constantValue(binary.left());
        double right = constantValue(binary.right());
        yield switch (binary.operator()) {
          case ADD -> left + right;
          case SUBTRACT -> left - right;
          case MULTIPLY -> left * right;
          case DIVIDE -> left / right;
          case MODULO -> left % right;
          case ATAN2,
              POWER,
              OR,
              AND,
              UNLESS,
              EQUAL,
              NOT_EQUAL,
              LESS,
              LESS_OR_EQUAL,
              GREATER,
              GREATER_OR_EQUAL,
              TRIM_UPPER,
              TRIM_LOWER ->
              Double.NaN;
        };
      }
      default -> Double.NaN; // it reads something
    };
  }
}
