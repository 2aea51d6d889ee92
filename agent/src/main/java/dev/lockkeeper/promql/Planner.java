package dev.lockkeeper.promql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    this.budget = shared == null ? new SlidingBudget(SlidingBudget.MOST) : shared.budget();
  }

  /// Parses and plans.
  ///
  /// @throws PromqlException when it is not PromQL, or not supported
  public static Plan plan(String text) {
    return plan(text, SubqueryNode.DEFAULT_STEP_MILLIS);
  }

  /// @param defaultStepMillis resolution of subqueries that name none
  public static Plan plan(String text, long defaultStepMillis) {
    var expr = Parser.parse(text);
    NativeHistograms.refuse(text, expr);
    return plan(text, expr, defaultStepMillis);
  }

  /// @param text what the expression was written as
  static Plan plan(String text, Expr expr, long defaultStepMillis) {
    return new Planner(text, defaultStepMillis, null).plan(expr);
  }

  static Plan plan(String text, SharedParts shared) {
    var expr = Parser.parse(text);
    NativeHistograms.refuse(text, expr);
    return new Planner(text, SubqueryNode.DEFAULT_STEP_MILLIS, shared).plan(expr);
  }

  private Plan plan(Expr expr) {
    var root = own(expr, 0);
    return new Plan(
        text, expr, root, selections, longestMillis, shared == null ? null : shared.rounds());
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

  private static Node shareable(Node node) {
    return switch (node) {
      case SharedNode known -> known;
      case Node.OfVector vector -> new SharedNode(vector);
      case Node.OfScalar _, Node.OfWindows _, Node.OfString _ -> node;
    };
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
      case Expr.Call call -> new CallPlanner(this, call, outerMillis).node();
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

  Node.OfVector vector(Expr expr, long outer) {
    return (Node.OfVector) node(expr, outer);
  }

  private Node.OfVector asVector(Expr expr, long outer) {
    return expr.type() == ValueType.SCALAR ? ofScalar(scalar(expr, outer)) : vector(expr, outer);
  }

  Node.OfScalar scalar(Expr expr, long outer) {
    return (Node.OfScalar) node(expr, outer);
  }

  Node.OfWindows windows(Expr expr, long outer) {
    return (Node.OfWindows) node(expr, outer);
  }

  static String string(Expr expr) {
    return expr instanceof Expr.Parenthesis(Expr inner, int _, int _)
        ? string(inner)
        : ((Expr.StringLiteral) expr).value();
  }

  private Node negation(Expr inner, long outer) {
    if (inner.type() == ValueType.SCALAR) {
      var scalar = scalar(inner, outer);
      return (Node.OfScalar) evaluation -> -scalar.scalar(evaluation);
    }
    return VectorFunctions.each(vector(inner, outer), value -> -value, true);
  }

  private Node binary(Expr.Binary binary, long outer) {
    var operator = binary.operator();
    if (operator.kind() == BinaryOperator.Kind.TRIM) {
      return NativeHistograms.trimmed(
          binary, asVector(binary.left(), outer), asVector(binary.right(), outer));
    }
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
    if (aggregator == Aggregator.COUNT_VALUES) {
      String label = string(Objects.requireNonNull(parameter));
      if (!isLabelName(label)) {
        throw error(aggregation, "invalid label name " + Texts.quoted(label));
      }
      return new CountValuesNode(inner, label, grouping);
    }
    Node.OfScalar scalar = parameter == null ? _ -> 0 : scalar(parameter, outer);
    if (aggregator == Aggregator.LIMIT_RATIO) {
      return new RatioNode(inner, scalar, Objects.requireNonNull(parameter));
    }
    if (aggregator == Aggregator.QUANTILE) {
      scalar = QuantileWarning.of(scalar, Objects.requireNonNull(parameter));
    }
    return aggregator.picks()
        ? new PickNode(aggregator, inner, scalar, grouping)
        : new AggregateNode(aggregator, inner, scalar, grouping);
  }

  static Node.OfVector ofScalar(Node.OfScalar scalar) {
    var out = new Vector();
    return evaluation -> {
      out.clear();
      out.add(Relabelled.NOTHING, scalar.scalar(evaluation));
      return out;
    };
  }

  static boolean isLabelName(String label) {
    return !label.isEmpty() && Escapes.isUtf8(label);
  }

  PromqlException error(Expr at, String message) {
    return new PromqlException(text, at.start(), at.end(), message);
  }
}
