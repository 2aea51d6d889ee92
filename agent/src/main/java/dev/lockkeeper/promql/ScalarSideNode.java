package dev.lockkeeper.promql;

/// An arithmetic operator or comparison between a vector and a scalar.
final class ScalarSideNode implements Node.OfVector {
  private final BinaryOperator operator;
  private final Node.OfVector vector;
  private final Node.OfScalar scalar;
  private final boolean scalarLeft;
  private final boolean bool;
  private final Vector out = new Vector();

  ScalarSideNode(
      BinaryOperator operator,
      Node.OfVector vector,
      Node.OfScalar scalar,
      boolean scalarLeft,
      boolean bool) {
    this.operator = operator;
    this.vector = vector;
    this.scalar = scalar;
    this.scalarLeft = scalarLeft;
    this.bool = bool;
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    double number = scalar.scalar(evaluation);
    var in = vector.vector(evaluation);
    return operator.kind() == BinaryOperator.Kind.COMPARISON && !bool
        ? filter(in, number)
        : change(in, number);
  }

  private Vector filter(Vector in, double number) {
    out.clear();
    for (int i = 0; i < in.size(); i++) {
      double value = in.value(i);
      if (scalarLeft ? operator.holds(number, value) : operator.holds(value, number)) {
        out.add(in.id(i), value, in.dropsName(i));
      }
    }
    return out;
  }

  private Vector change(Vector in, double number) {
    out.clear();
    for (int i = 0; i < in.size(); i++) {
      double value = in.value(i);
      out.add(
          in.id(i),
          scalarLeft ? operator.apply(number, value) : operator.apply(value, number),
          true);
    }
    return out;
  }
}
