package dev.lockkeeper.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.Expr.Call;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns an expression into a plan: selectors bound, matchers compiled, constants folded, buffers
/// in place.
public final class Planner {
  private final String text;
  private final long defaultStepMillis;
  private final @Nullable SharedParts shared;
  private final SlidingBudget budget;
  private List<Selection> selections = new ArrayList<>();
  private long longestMillis;
  private int subqueries;

  private Planner(String text, long defaultStepMillis, @Nullable SharedParts shared) {
    this.text = text;
    this.defaultStepMillis = defaultStepMillis;
    this.shared = shared;
    this.budget = shared == null ? new SlidingBudget() : shared.budget();
  }

  /// Parses and plans.
  ///
  /// @throws PromqlException when it is not PromQL, or not supported
  public static Plan plan(String text) {
    return plan(text, SubqueryNode.DEFAULT_STEP_MILLIS);
  }

  /// @param defaultStepMillis resolution of subqueries that name none
  static Plan plan(String text, long defaultStepMillis) {
    return plan(text, new Planner(text, defaultStepMillis, null));
  }

  static Plan plan(String text, SharedParts shared) {
    return plan(text, new Planner(text, SubqueryNode.DEFAULT_STEP_MILLIS, shared));
  }

  private static Plan plan(String text, Planner planner) {
    var expr = Parser.parse(text);
    var root = planner.own(expr, 0);
    return new Plan(
        text,
        expr,
        root,
        planner.selections,
        planner.longestMillis,
        planner.shared == null ? null : planner.shared.rounds());
  }

  /// @param outerMillis how far back the subqueries around look
  private Node node(Expr expr, long outerMillis) {
    if (shared == null || subqueries > 0) {
      return own(expr, outerMillis);
    }
    var key = Unplaced.of(expr);
    var part = shared.known(key);
    if (part == null) {
      var before = selections;
      long longestBefore = longestMillis;
      selections = new ArrayList<>();
      longestMillis = 0;
      var node = own(expr, 0);
      boolean steady = shared.steady(selections);
      part =
          new SharedParts.Part(
              steady ? shareable(node) : node, List.copyOf(selections), longestMillis);
      if (steady) {
        shared.put(key, part);
      }
      selections = before;
      longestMillis = longestBefore;
    }
    selections.addAll(part.selections());
    longestMillis = Math.max(longestMillis, part.longestMillis());
    return part.node();
  }

  /// A node of its own, though its parts may be shared.
  private Node own(Expr expr, long outerMillis) {
    return switch (expr) {
      case Expr.NumberLiteral number -> (Node.OfScalar) _ -> number.value();
      case Expr.StringLiteral string -> new Node.OfString(string.value());
      case Expr.VectorSelector selector ->
          new SelectNode(selection(selector, outerMillis), selector.shift());
      case Expr.RangeSelector range ->
          new WindowNode(
              selection(range.selector(), outerMillis + range.rangeMillis()),
              range.selector().shift(),
              range.rangeMillis(),
              budget);
      case Expr.Subquery subquery -> subquery(subquery, outerMillis);
      case Expr.Parenthesis(Expr inner, int _, int _) -> node(inner, outerMillis);
      case Expr.Negation(Expr inner, int _, int _) -> negation(inner, outerMillis);
      case Expr.Binary binary -> binary(binary, outerMillis);
      case Expr.Aggregation aggregation -> aggregation(aggregation, outerMillis);
      case Call call -> call(call, outerMillis);
    };
  }

  private Selection selection(Expr.VectorSelector selector, long back) {
    longestMillis = Math.max(longestMillis, back + selector.shift().offsetMillis());
    var selection =
        shared == null ? new Selection(selector.matchers()) : shared.selection(selector.matchers());
    selections.add(selection);
    return selection;
  }

  /// Its parts are evaluated at many moments: none is shared with what stands outside.
  private Node subquery(Expr.Subquery subquery, long outer) {
    subqueries++;
    var inner =
        vector(subquery.inner(), outer + subquery.rangeMillis() + subquery.shift().offsetMillis());
    subqueries--;
    return new SubqueryNode(inner, subquery, defaultStepMillis);
  }

  private static Node shareable(Node node) {
    return switch (node) {
      case SharedNode known -> known;
      case Node.OfVector vector -> new SharedNode(vector);
      case Node.OfScalar _, Node.OfWindows _, Node.OfString _ -> node;
    };
  }

  private Node.OfVector vector(Expr expr, long outer) {
    return (Node.OfVector) node(expr, outer);
  }

  private Node.OfScalar scalar(Expr expr, long outer) {
    return (Node.OfScalar) node(expr, outer);
  }

  private Node.OfWindows windows(Expr expr, long outer) {
    return (Node.OfWindows) node(expr, outer);
  }

  private static String string(Expr expr) {
    return expr instanceof Expr.Parenthesis(Expr inner, int _, int _)
        ? string(inner)
        : ((Expr.StringLiteral) expr).value();
  }

  private Node negation(Expr inner, long outer) {
    if (inner.type() == ValueType.SCALAR) {
      var scalar = scalar(inner, outer);
      return (Node.OfScalar) evaluation -> -scalar.scalar(evaluation);
    }
    return VectorFunctions.each(vector(inner, outer), value -> -value);
  }

  private Node binary(Expr.Binary binary, long outer) {
    var operator = binary.operator();
    boolean leftScalar = binary.left().type() == ValueType.SCALAR;
    boolean rightScalar = binary.right().type() == ValueType.SCALAR;
    if (leftScalar && rightScalar) {
      var left = scalar(binary.left(), outer);
      var right = scalar(binary.right(), outer);
      return (Node.OfScalar)
          evaluation -> operator.apply(left.scalar(evaluation), right.scalar(evaluation));
    }
    if (leftScalar || rightScalar) {
      var vector = vector(leftScalar ? binary.right() : binary.left(), outer);
      var scalar = scalar(leftScalar ? binary.left() : binary.right(), outer);
      return new ScalarSideNode(operator, vector, scalar, leftScalar, binary.bool());
    }
    var matching = Objects.requireNonNull(binary.matching());
    var left = vector(binary.left(), outer);
    var right = vector(binary.right(), outer);
    return operator.kind() == BinaryOperator.Kind.SET
        ? new SetNode(
            operator, left, right, new Grouping(matching.on(), Set.copyOf(matching.labels())))
        : new JoinNode(binary, matching, left, right);
  }

  private Node aggregation(Expr.Aggregation aggregation, long outer) {
    var aggregator = aggregation.aggregator();
    var grouping = new Grouping(!aggregation.without(), new HashSet<>(aggregation.labels()));
    var inner = vector(aggregation.inner(), outer);
    var parameter = aggregation.parameter();
    if (aggregator == Aggregator.LIMIT_RATIO) {
      throw error(aggregation, "aggregation limit_ratio is not supported");
    }
    if (aggregator == Aggregator.COUNT_VALUES) {
      String label = string(Objects.requireNonNull(parameter));
      if (label.isEmpty()) {
        throw error(aggregation, "invalid label name \"\"");
      }
      return new CountValuesNode(inner, label, grouping);
    }
    Node.OfScalar scalar = parameter == null ? _ -> 0 : scalar(parameter, outer);
    return aggregator.picks()
        ? new PickNode(aggregator, inner, scalar, grouping)
        : new AggregateNode(aggregator, inner, scalar, grouping);
  }

  private Node call(Call call, long outer) {
    String name = call.function().name();
    var arguments = call.arguments();
    var window = WindowFunction.of(name);
    if (window != null) {
      return overTime(call, window, outer);
    }
    var byValue = VectorFunctions.byValue(name);
    if (byValue != null) {
      Node.OfVector inner =
          arguments.isEmpty() ? ofScalar(now()) : vector(arguments.getFirst(), outer);
      return VectorFunctions.each(inner, byValue);
    }
    return switch (name) {
      case "absent" ->
          VectorFunctions.absent(
              vector(arguments.getFirst(), outer), absentName(arguments.getFirst()));
      case "absent_over_time" ->
          VectorFunctions.absentOverTime(
              windows(arguments.getFirst(), outer), absentName(arguments.getFirst()));
      case "clamp" -> clamp(call, arguments.get(1), arguments.get(2), outer);
      case "clamp_min" -> clamp(call, arguments.get(1), null, outer);
      case "clamp_max" -> clamp(call, null, arguments.get(1), outer);
      case "round" ->
          VectorFunctions.round(
              vector(arguments.getFirst(), outer),
              arguments.size() > 1 ? scalar(arguments.get(1), outer) : _ -> 1);
      case "pi" -> (Node.OfScalar) _ -> Math.PI;
      case "time" -> now();
      case "timestamp" -> timestamp(arguments.getFirst(), outer);
      case "vector" -> ofScalar(scalar(arguments.getFirst(), outer));
      case "scalar" -> {
        var inner = vector(arguments.getFirst(), outer);
        yield (Node.OfScalar)
            evaluation -> {
              var in = inner.vector(evaluation);
              return in.size() == 1 ? in.value(0) : Double.NaN;
            };
      }
      case "sort", "sort_desc" ->
          VectorFunctions.sorted(vector(arguments.getFirst(), outer), name.equals("sort_desc"));
      case "sort_by_label", "sort_by_label_desc" ->
          VectorFunctions.sortedByLabel(
              vector(arguments.getFirst(), outer),
              strings(arguments, 1),
              name.equals("sort_by_label_desc"));
      case "label_replace" -> labelReplace(call, outer);
      case "label_join" ->
          VectorFunctions.relabelled(
              vector(arguments.getFirst(), outer),
              VectorFunctions.labelJoin(
                  string(arguments.get(1)), string(arguments.get(2)), strings(arguments, 3)));
      default -> throw error(call, "function " + name + " is not supported");
    };
  }

  private Node overTime(Call call, WindowFunction function, long outer) {
    Node.OfScalar parameter = null;
    Node.OfWindows windows = null;
    for (var argument : call.arguments()) {
      if (argument.type() == ValueType.SCALAR) {
        parameter = scalar(argument, outer);
      } else {
        windows = windows(argument, outer);
      }
    }
    return new OverTimeNode(
        call,
        Objects.requireNonNull(windows),
        function,
        SlidingFunction.of(call.function().name()),
        parameter);
  }

  private Node clamp(Call call, @Nullable Expr least, @Nullable Expr most, long outer) {
    return VectorFunctions.clamp(
        vector(call.arguments().getFirst(), outer),
        least == null ? _ -> Double.NEGATIVE_INFINITY : scalar(least, outer),
        most == null ? _ -> Double.POSITIVE_INFINITY : scalar(most, outer));
  }

  private static Node.OfScalar now() {
    return evaluation -> evaluation.at / 1000.0;
  }

  static Node.OfVector ofScalar(Node.OfScalar scalar) {
    var out = new Vector();
    return evaluation -> {
      out.clear();
      out.add(Relabelled.NOTHING, scalar.scalar(evaluation));
      return out;
    };
  }

  private Node timestamp(Expr argument, long outer) {
    var inner = vector(argument, outer);
    if (inner instanceof SelectNode select) {
      return select.times();
    }
    if (inner instanceof SharedNode known && known.inner() instanceof SelectNode select) {
      return select.times();
    }
    var result = Relabelled.withoutName();
    return (Node.OfVector)
        evaluation -> {
          var in = inner.vector(evaluation);
          result.begin();
          for (int i = 0; i < in.size(); i++) {
            result.add(i, in.id(i), evaluation.at / 1000.0);
          }
          return result.vector();
        };
  }

  private Node labelReplace(Call call, long outer) {
    var arguments = call.arguments();
    String regex = string(arguments.get(4));
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw error(arguments.get(4), "not a regular expression (RE2): " + e.getMessage());
    }
    if (string(arguments.get(1)).isEmpty()) {
      throw error(arguments.get(1), "invalid destination label name in label_replace(): \"\"");
    }
    return VectorFunctions.relabelled(
        vector(arguments.getFirst(), outer),
        VectorFunctions.labelReplace(
            string(arguments.get(1)), string(arguments.get(2)), string(arguments.get(3)), regex));
  }

  private static List<String> strings(List<Expr> arguments, int from) {
    return arguments.stream().skip(from).map(Planner::string).toList();
  }

  /// What `absent` calls its element: by the labels that the selector fixes.
  static SeriesId absentName(Expr argument) {
    var labels = new TreeMap<String, String>();
    var seen = new HashSet<String>();
    for (var matcher : fixing(argument)) {
      if (matcher.label().equals(Matcher.NAME)) {
        continue;
      }
      if (matcher.operator() == Matcher.Operator.EQUAL && seen.add(matcher.label())) {
        labels.put(matcher.label(), matcher.value());
      } else {
        labels.remove(matcher.label());
      }
    }
    return new SeriesId("", dev.lockkeeper.model.Labels.of(labels));
  }

  private static List<Matcher> fixing(Expr argument) {
    return switch (argument) {
      case Expr.VectorSelector selector -> selector.matchers();
      case Expr.RangeSelector range -> range.selector().matchers();
      case Expr.Parenthesis(Expr inner, int _, int _) -> fixing(inner);
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.Subquery _,
          Call _,
          Expr.Aggregation _,
          Expr.Binary _,
          Expr.Negation _ ->
          List.of();
    };
  }

  private PromqlException error(Expr at, String message) {
    return new PromqlException(text, at.start(), at.end(), message);
  }
}
