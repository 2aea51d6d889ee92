package dev.lockkeeper.promql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Turns an expression into a plan: selectors bound, matchers compiled, constants folded, buffers
/// in place.
public final class Planner {
  private final String text;
  private final long defaultStepMillis;
  private final List<Selection> selections = new ArrayList<>();
  private long longestMillis;

  private Planner(String text, long defaultStepMillis) {
    this.text = text;
    this.defaultStepMillis = defaultStepMillis;
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
    var planner = new Planner(text, defaultStepMillis);
    var root = planner.node(expr, 0);
    return new Plan(text, expr, root, planner.selections, planner.longestMillis);
  }

  /// @param outerMillis how far back the subqueries around look
  private Node node(Expr expr, long outerMillis) {
    return switch (expr) {
      case Expr.NumberLiteral number -> (Node.OfScalar) _ -> number.value();
      case Expr.StringLiteral string -> new Node.OfString(string.value());
      case Expr.VectorSelector selector ->
          new SelectNode(selection(selector, outerMillis), selector.shift());
      case Expr.RangeSelector range ->
          new WindowNode(
              selection(range.selector(), outerMillis + range.rangeMillis()),
              range.selector().shift(),
              range.rangeMillis());
      case Expr.Subquery subquery ->
          new SubqueryNode(
              vector(
                  subquery.inner(),
                  outerMillis + subquery.rangeMillis() + subquery.shift().offsetMillis()),
              subquery,
              defaultStepMillis);
      case Expr.Parenthesis(Expr inner, int _, int _) -> node(inner, outerMillis);
      case Expr.Negation(Expr inner, int _, int _) -> negation(inner, outerMillis);
      case Expr.Binary binary -> binary(binary, outerMillis);
      case Expr.Aggregation aggregation -> aggregation(aggregation, outerMillis);
      case Expr.Call call -> new CallPlanner(this, call, outerMillis).node();
    };
  }

  private Selection selection(Expr.VectorSelector selector, long back) {
    longestMillis = Math.max(longestMillis, back + selector.shift().offsetMillis());
    var selection = new Selection(selector.matchers());
    selections.add(selection);
    return selection;
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
