package dev.lockkeeper.promql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A PromQL expression as it was written, types checked. Every part knows where it stands: offsets
/// in characters, the end exclusive.
public sealed interface Expr {
  int start();

  int end();

  ValueType type();

  /// Its parts, from left to right.
  default List<Expr> parts() {
    return switch (this) {
      case NumberLiteral _, StringLiteral _, VectorSelector _ -> List.of();
      case RangeSelector range -> List.of(range.selector());
      case Subquery subquery -> List.of(subquery.inner());
      case Call call -> call.arguments();
      case Aggregation aggregation ->
          aggregation.parameter() == null
              ? List.of(aggregation.inner())
              : List.of(aggregation.parameter(), aggregation.inner());
      case Binary binary -> List.of(binary.left(), binary.right());
      case Negation negation -> List.of(negation.inner());
      case Parenthesis parenthesis -> List.of(parenthesis.inner());
    };
  }

  /// Without the parentheses around it.
  static Expr unwrapped(Expr expr) {
    var bare = expr;
    while (bare instanceof Parenthesis(Expr inner, int _, int _)) {
      bare = inner;
    }
    return bare;
  }

  record NumberLiteral(double value, int start, int end) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }
  }

  record StringLiteral(String value, int start, int end) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }
  }

  /// Which moment a selector or subquery looks at.
  ///
  /// @param offsetMillis how far back; negative: ahead
  /// @param at the moment that `@` fixes; null: that of the evaluation
  record Shift(long offsetMillis, @Nullable At at) {
    static final Shift NONE = new Shift(0, null);
  }

  /// What stands behind `@`.
  sealed interface At {
    record Time(long epochMillis) implements At {}

    /// of the range query; of an instant query, its moment
    enum Edge implements At {
      START,
      END
    }
  }

  /// @param matchers the metric's name is one of them, on [Matcher#NAME]
  record VectorSelector(List<Matcher> matchers, Shift shift, int start, int end) implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
      return ValueType.INSTANT_VECTOR;
    }
  }

  /// `selector[range]`; its shift is the selector's.
  record RangeSelector(VectorSelector selector, long rangeMillis, int start, int end)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.RANGE_VECTOR;
    }
  }

  /// `expr[range:step]`.
  ///
  /// @param stepMillis 0: the default resolution
  record Subquery(Expr inner, long rangeMillis, long stepMillis, Shift shift, int start, int end)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.RANGE_VECTOR;
    }
  }

  record Call(Function function, List<Expr> arguments, int start, int end) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public ValueType type() {
      return function.returns();
    }
  }

  /// @param labels of `by` or `without`
  /// @param without whether the labels are those to leave out
  record Aggregation(
      Aggregator aggregator,
      @Nullable Expr parameter,
      Expr inner,
      List<String> labels,
      boolean without,
      int start,
      int end)
      implements Expr {
    public Aggregation {
      labels = List.copyOf(labels);
    }

    @Override
    public ValueType type() {
      return ValueType.INSTANT_VECTOR;
    }
  }

  /// @param bool compare to 0 and 1 instead of filtering
  /// @param matching null unless both sides are vectors
  record Binary(
      BinaryOperator operator,
      Expr left,
      Expr right,
      boolean bool,
      @Nullable Matching matching,
      int start,
      int end)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.INSTANT_VECTOR;
    }
  }

  /// Which elements of two vectors belong together.
  ///
  /// @param on whether the labels are those that must agree, rather than those to ignore
  /// @param include labels that the "one" side gives to the result
  record Matching(boolean on, List<String> labels, Cardinality cardinality, List<String> include) {
    public Matching {
      labels = List.copyOf(labels);
      include = List.copyOf(include);
    }
  }

  enum Cardinality {
    ONE_TO_ONE,
    /// `group_left`
    MANY_TO_ONE,
    /// `group_right`
    ONE_TO_MANY,
    /// set operators
    MANY_TO_MANY
  }

  /// `-inner`; a plus sign leaves no trace but its place.
  record Negation(Expr inner, int start, int end) implements Expr {
    @Override
    public ValueType type() {
      return inner.type();
    }
  }

  record Parenthesis(Expr inner, int start, int end) implements Expr {
    @Override
    public ValueType type() {
      return inner.type();
    }
  }
}
