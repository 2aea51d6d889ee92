package dev.lockkeeper.promql;

/// A part of several expressions: evaluated for the first of them, remembered for the others.
final class SharedNode implements Node.OfVector {
  private final Node.OfVector inner;
  private Vector result = new Vector();
  private long round;

  SharedNode(Node.OfVector inner) {
    this.inner = inner;
  }

  Node.OfVector inner() {
    return inner;
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    if (round != evaluation.round || round == 0) {
      // Forgotten first: what throws must throw again for the next, and what is noted is for each.
      round = 0;
      long notes = evaluation.notes();
      result = inner.vector(evaluation);
      if (evaluation.notes() == notes) {
        round = evaluation.round;
      }
    }
    return result;
  }
}
