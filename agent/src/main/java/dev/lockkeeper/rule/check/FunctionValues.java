package dev.lockkeeper.rule.check;

import java.util.List;

/// What values functions can yield, by what they are given.
final class FunctionValues {
  private FunctionValues() {}

  static Interval of(String function, List<Interval> arguments) {
    var first = arguments.isEmpty() ? Interval.ALL : arguments.getFirst();
    return switch (function) {
      case "absent", "absent_over_time", "present_over_time" -> Interval.of(1);
      case "avg_over_time",
          "first_over_time",
          "label_join",
          "label_replace",
          "last_over_time",
          "max_over_time",
          "min_over_time",
          "scalar",
          "sort",
          "sort_by_label",
          "sort_by_label_desc",
          "sort_desc",
          "vector" ->
          first;
      case "sum_over_time" ->
          first.low() >= 0 ? Interval.closed(first.low(), Interval.ALL.high()) : Interval.ALL;
      case "count_over_time" -> Interval.FROM_ONE;
      case "abs",
          "changes",
          "exp",
          "increase",
          "irate",
          "mad_over_time",
          "rate",
          "resets",
          "sqrt",
          "stddev_over_time",
          "stdvar_over_time",
          "time",
          "timestamp" ->
          Interval.NOT_NEGATIVE;
      case "sgn" -> Interval.closed(-1, 1);
      case "hour" -> Interval.closed(0, 23);
      case "minute" -> Interval.closed(0, 59);
      case "day_of_week" -> Interval.closed(0, 6);
      case "day_of_month" -> Interval.closed(1, 31);
      case "day_of_year" -> Interval.closed(1, 366);
      case "days_in_month" -> Interval.closed(28, 31);
      case "month" -> Interval.closed(1, 12);
      case "pi" -> Interval.of(Math.PI);
      case "clamp_min" -> Interval.closed(arguments.get(1).low(), Interval.ALL.high());
      case "clamp_max" -> Interval.closed(Interval.ALL.low(), arguments.get(1).high());
      default -> Interval.ALL; // nothing is known of their values
    };
  }
}
