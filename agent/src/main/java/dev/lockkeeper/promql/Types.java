package dev.lockkeeper.promql;

import java.util.List;

/// Checks that types fit together, while the parser builds.
final class Types {
  private final String text;

  Types(String text) {
    this.text = text;
  }

  Expr binary(Expr.Binary binary, Token at, boolean explicitMatching) {
    var operator = binary.operator();
    for (var side : List.of(binary.left(), binary.right())) {
      if (side.type() != ValueType.SCALAR && side.type() != ValueType.INSTANT_VECTOR) {
        throw error(
            side,
            "binary expression must contain only scalar and instant vector types, got "
                + side.type().text());
      }
    }
    boolean leftVector = binary.left().type() == ValueType.INSTANT_VECTOR;
    boolean rightVector = binary.right().type() == ValueType.INSTANT_VECTOR;
    if (leftVector && rightVector) {
      return binary;
    }
    if (explicitMatching) {
      throw error(at, "vector matching only allowed between instant vectors");
    }
    if (operator.kind() == BinaryOperator.Kind.SET) {
      throw error(
          at,
          "set operator "
              + Texts.quoted(operator.text())
              + " not allowed in binary scalar expression");
    }
    if (!leftVector
        && !rightVector
        && operator.kind() == BinaryOperator.Kind.COMPARISON
        && !binary.bool()) {
      throw error(at, "comparisons between scalars must use BOOL modifier");
    }
    return new Expr.Binary(
        operator, binary.left(), binary.right(), binary.bool(), null, binary.start(), binary.end());
  }

  void sign(Expr inner) {
    if (inner.type() != ValueType.SCALAR && inner.type() != ValueType.INSTANT_VECTOR) {
      throw error(
          inner,
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + inner.type().text());
    }
  }

  Expr call(Expr.Call call, Token name) {
    var function = call.function();
    int got = call.arguments().size();
    int least = function.leastArguments();
    if (got < least || got > function.mostArguments()) {
      String expected =
          least == function.mostArguments()
              ? "expected " + least
              : got < least
                  ? "expected at least " + least
                  : "expected at most " + function.mostArguments();
      throw error(
          name,
          expected + " argument(s) in call to " + Texts.quoted(function.name()) + ", got " + got);
    }
    for (int i = 0; i < got; i++) {
      expect(
          call.arguments().get(i),
          function.parameter(i),
          "call to function " + Texts.quoted(function.name()));
    }
    return call;
  }

  Expr aggregation(Expr.Aggregation aggregation) {
    expect(aggregation.inner(), ValueType.INSTANT_VECTOR, "aggregation expression");
    var parameter = aggregation.parameter();
    var wanted = aggregation.aggregator().parameter();
    if (parameter != null && wanted != null) {
      expect(parameter, wanted, "aggregation parameter");
    }
    return aggregation;
  }

  private void expect(Expr expr, ValueType wanted, String where) {
    if (expr.type() != wanted) {
      throw error(
          expr, "expected type " + wanted.text() + " in " + where + ", got " + expr.type().text());
    }
  }

  private PromqlException error(Expr at, String message) {
    return new PromqlException(text, at.start(), at.end(), message);
  }

  private PromqlException error(Token at, String message) {
    return new PromqlException(text, at.start(), at.end(), message);
  }
}
