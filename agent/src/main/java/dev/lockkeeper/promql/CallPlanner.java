package dev.lockkeeper.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;

/// Plans one call of a function.
final class CallPlanner {
  private final Planner planner;
  private final Expr.Call call;
  private final String name;
  private final List<Expr> arguments;
  private final long outer;

  /// @param outer how far back the subqueries around look, milliseconds
  CallPlanner(Planner planner, Expr.Call call, long outer) {
    this.planner = planner;
    this.call = call;
    this.name = call.function().name();
    this.arguments = call.arguments();
    this.outer = outer;
  }

  Node node() {
    var window = WindowFunction.of(name);
    if (window != null) {
      return overTime(window);
    }
    var byValue = VectorFunctions.byValue(name);
    if (byValue != null) {
      // Those that read dates take the moment itself where they have no argument.
      var inner = arguments.isEmpty() ? Planner.ofScalar(now()) : vector(0);
      return VectorFunctions.each(inner, byValue, !arguments.isEmpty());
    }
    return switch (name) {
      case "absent" -> VectorFunctions.absent(vector(0), AbsentName.of(arguments.getFirst()));
      case "absent_over_time" ->
          VectorFunctions.absentOverTime(windows(0), AbsentName.of(arguments.getFirst()));
      case "clamp" -> VectorFunctions.clamp(vector(0), scalar(1), scalar(2));
      case "clamp_min" ->
          VectorFunctions.clamp(vector(0), scalar(1), _ -> Double.POSITIVE_INFINITY);
      case "clamp_max" ->
          VectorFunctions.clamp(vector(0), _ -> Double.NEGATIVE_INFINITY, scalar(1));
      case "round" -> VectorFunctions.round(vector(0), arguments.size() > 1 ? scalar(1) : _ -> 1);
      case "pi" -> (Node.OfScalar) _ -> Math.PI;
      case "time" -> now();
      case "start" -> (Node.OfScalar) evaluation -> evaluation.start / 1000.0;
      case "end" -> (Node.OfScalar) evaluation -> evaluation.end / 1000.0;
      case "range" -> (Node.OfScalar) evaluation -> (evaluation.end - evaluation.start) / 1000.0;
      case "step" -> (Node.OfScalar) evaluation -> evaluation.step / 1000.0;
      case "max_of" -> ofTwo(VectorFunctions::larger);
      case "min_of" -> ofTwo(VectorFunctions::smaller);
      case "timestamp" -> timestamp();
      case "vector" -> Planner.ofScalar(scalar(0));
      case "scalar" -> onlyElement();
      case "sort", "sort_desc" -> Sorting.byValue(call, vector(0), name.equals("sort_desc"));
      case "sort_by_label", "sort_by_label_desc" ->
          Sorting.byLabels(call, vector(0), strings(1), name.equals("sort_by_label_desc"));
      case "label_replace" -> labelReplace();
      case "label_join" -> labelJoin();
      case "double_exponential_smoothing" -> new SmoothingNode(windows(0), scalar(1), scalar(2));
      case "histogram_fraction" -> HistogramNode.fraction(histograms(2), scalar(0), scalar(1));
      case "histogram_quantile" ->
          HistogramNode.quantile(histograms(1), scalar(0), arguments.getFirst(), arguments.get(1));
      case "histogram_quantiles" -> histogramQuantiles();
      case "histogram_avg",
          "histogram_count",
          "histogram_stddev",
          "histogram_stdvar",
          "histogram_sum" ->
          NativeHistograms.among(vector(0));
      default -> throw planner.error(call, "function " + name + " is not supported");
    };
  }

  private Node.OfVector vector(int index) {
    return planner.vector(arguments.get(index), outer);
  }

  private Node.OfScalar scalar(int index) {
    return planner.scalar(arguments.get(index), outer);
  }

  private Node.OfWindows windows(int index) {
    return planner.windows(arguments.get(index), outer);
  }

  private String string(int index) {
    return Planner.string(arguments.get(index));
  }

  private List<String> strings(int from) {
    return arguments.stream().skip(from).map(Planner::string).toList();
  }

  private static Node.OfScalar now() {
    return evaluation -> evaluation.at / 1000.0;
  }

  private Node overTime(WindowFunction function) {
    Node.OfScalar parameter = null;
    Node.OfWindows windows = null;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).type() == ValueType.SCALAR) {
        parameter = scalar(i);
      } else {
        windows = windows(i);
      }
    }
    boolean keepsName = name.equals("last_over_time") || name.equals("first_over_time");
    var node =
        new OverTimeNode(call, Objects.requireNonNull(windows), function, parameter, keepsName);
    return switch (name) {
      case "rate", "increase" -> CounterHint.over(node, Expr.unwrapped(arguments.getFirst()));
      case "quantile_over_time" ->
          QuantileWarning.over(node, Objects.requireNonNull(parameter), arguments.getFirst());
      default -> node;
    };
  }

  private Node.OfScalar ofTwo(DoubleBinaryOperator operator) {
    var left = scalar(0);
    var right = scalar(1);
    return evaluation -> operator.applyAsDouble(left.scalar(evaluation), right.scalar(evaluation));
  }

  private Node.OfScalar onlyElement() {
    var inner = vector(0);
    return evaluation -> {
      var in = inner.vector(evaluation);
      return in.size() == 1 ? in.value(0) : Double.NaN;
    };
  }

  private Node timestamp() {
    var inner = vector(0);
    var bare = inner instanceof SharedNode shared ? shared.inner() : inner;
    return bare instanceof SelectNode select ? select.times() : VectorFunctions.moments(inner);
  }

  private ClassicHistograms histograms(int index) {
    return new ClassicHistograms(vector(index), arguments.get(index));
  }

  private Node histogramQuantiles() {
    var shares = arguments.subList(2, arguments.size());
    return HistogramNode.quantiles(
        histograms(0),
        string(1),
        shares.stream().map(share -> planner.scalar(share, outer)).toList(),
        shares,
        arguments.getFirst());
  }

  private Node labelReplace() {
    String destination = destination();
    return LabelFunctions.relabelled(
        vector(0),
        destination,
        LabelFunctions.replace(destination, string(2), string(3), pattern()));
  }

  private Pattern pattern() {
    String regex = string(4);
    try {
      return Regex.compile(regex);
    } catch (PatternSyntaxException e) {
      throw planner.error(
          arguments.get(4), "invalid regular expression in label_replace(): " + regex);
    }
  }

  private Node labelJoin() {
    for (int i = 3; i < arguments.size(); i++) {
      if (!Planner.isLabelName(string(i))) {
        throw planner.error(
            arguments.get(i), "invalid source label name in label_join(): " + string(i));
      }
    }
    String destination = destination();
    return LabelFunctions.relabelled(
        vector(0), destination, LabelFunctions.join(destination, string(2), strings(3)));
  }

  private String destination() {
    String label = string(1);
    if (!Planner.isLabelName(label)) {
      throw planner.error(
          arguments.get(1), "invalid destination label name in " + name + "(): " + label);
    }
    return label;
  }
}
