package dev.lockkeeper.promql;

import static dev.lockkeeper.promql.ValueType.INSTANT_VECTOR;
import static dev.lockkeeper.promql.ValueType.RANGE_VECTOR;
import static dev.lockkeeper.promql.ValueType.SCALAR;
import static dev.lockkeeper.promql.ValueType.STRING;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What can be called: name and types. How it is computed, the planner knows.
///
/// @param parameters the types, those that may be left out last
/// @param optional how many of the parameters may be left out; [#ANY]: the last one may be left out
///   or repeated
public record Function(String name, List<ValueType> parameters, int optional, ValueType returns) {
  static final int ANY = -1;

  /// of `histogram_quantiles`
  private static final int MOST_QUANTILES = 10;

  private static final Map<String, Function> SUPPORTED = new TreeMap<>();

  /// Functions of Prometheus 3 that are not built: refused by name.
  private static final Set<String> NOT_SUPPORTED = Set.of("info", "integral", "timeseries_gen");

  static {
    for (String name :
        List.of(
            "avg_over_time",
            "changes",
            "count_over_time",
            "delta",
            "deriv",
            "first_over_time",
            "idelta",
            "increase",
            "irate",
            "last_over_time",
            "mad_over_time",
            "max_over_time",
            "min_over_time",
            "present_over_time",
            "rate",
            "resets",
            "stddev_over_time",
            "stdvar_over_time",
            "sum_over_time",
            "ts_of_first_over_time",
            "ts_of_last_over_time",
            "ts_of_max_over_time",
            "ts_of_min_over_time",
            "absent_over_time")) {
      add(name, INSTANT_VECTOR, 0, RANGE_VECTOR);
    }
    add("predict_linear", INSTANT_VECTOR, 0, RANGE_VECTOR, SCALAR);
    add("double_exponential_smoothing", INSTANT_VECTOR, 0, RANGE_VECTOR, SCALAR, SCALAR);
    add("quantile_over_time", INSTANT_VECTOR, 0, SCALAR, RANGE_VECTOR);
    for (String name :
        List.of(
            "abs",
            "absent",
            "acos",
            "acosh",
            "asin",
            "asinh",
            "atan",
            "atanh",
            "ceil",
            "cos",
            "cosh",
            "deg",
            "exp",
            "floor",
            "histogram_avg",
            "histogram_count",
            "histogram_stddev",
            "histogram_stdvar",
            "histogram_sum",
            "ln",
            "log10",
            "log2",
            "rad",
            "sgn",
            "sin",
            "sinh",
            "sort",
            "sort_desc",
            "sqrt",
            "tan",
            "tanh",
            "timestamp")) {
      add(name, INSTANT_VECTOR, 0, INSTANT_VECTOR);
    }
    for (String name :
        List.of(
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "days_in_month",
            "hour",
            "minute",
            "month",
            "year")) {
      add(name, INSTANT_VECTOR, 1, INSTANT_VECTOR);
    }
    add("clamp", INSTANT_VECTOR, 0, INSTANT_VECTOR, SCALAR, SCALAR);
    add("clamp_max", INSTANT_VECTOR, 0, INSTANT_VECTOR, SCALAR);
    add("clamp_min", INSTANT_VECTOR, 0, INSTANT_VECTOR, SCALAR);
    add("round", INSTANT_VECTOR, 1, INSTANT_VECTOR, SCALAR);
    for (String name : List.of("pi", "time", "start", "end", "range", "step")) {
      add(name, SCALAR, 0);
    }
    add("max_of", SCALAR, 0, SCALAR, SCALAR);
    add("min_of", SCALAR, 0, SCALAR, SCALAR);
    add("histogram_fraction", INSTANT_VECTOR, 0, SCALAR, SCALAR, INSTANT_VECTOR);
    add("histogram_quantile", INSTANT_VECTOR, 0, SCALAR, INSTANT_VECTOR);
    var several = new ValueType[2 + MOST_QUANTILES];
    Arrays.fill(several, SCALAR);
    several[0] = INSTANT_VECTOR;
    several[1] = STRING;
    add("histogram_quantiles", INSTANT_VECTOR, MOST_QUANTILES - 1, several);
    add("scalar", SCALAR, 0, INSTANT_VECTOR);
    add("vector", INSTANT_VECTOR, 0, SCALAR);
    add("label_replace", INSTANT_VECTOR, 0, INSTANT_VECTOR, STRING, STRING, STRING, STRING);
    add("label_join", INSTANT_VECTOR, ANY, INSTANT_VECTOR, STRING, STRING, STRING);
    add("sort_by_label", INSTANT_VECTOR, ANY, INSTANT_VECTOR, STRING);
    add("sort_by_label_desc", INSTANT_VECTOR, ANY, INSTANT_VECTOR, STRING);
  }

  private static void add(String name, ValueType returns, int optional, ValueType... parameters) {
    SUPPORTED.put(name, new Function(name, List.of(parameters), optional, returns));
  }

  public Function {
    parameters = List.copyOf(parameters);
  }

  static @Nullable Function of(String name) {
    return SUPPORTED.get(name);
  }

  static boolean knownButNotSupported(String name) {
    return NOT_SUPPORTED.contains(name);
  }

  static Set<String> names() {
    return Collections.unmodifiableSet(SUPPORTED.keySet());
  }

  int leastArguments() {
    return parameters.size() - (optional == ANY ? 1 : optional);
  }

  int mostArguments() {
    return optional == ANY ? Integer.MAX_VALUE : parameters.size();
  }

  ValueType parameter(int index) {
    return parameters.get(Math.min(index, parameters.size() - 1));
  }
}
