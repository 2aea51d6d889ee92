package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.HashMap;
import java.util.Map;

/// `and`, `or`, `unless`.
final class SetNode implements Node.OfVector {
  private final BinaryOperator operator;
  private final Node.OfVector left;
  private final Node.OfVector right;
  private final Map<SeriesId, Signature> signatures = new HashMap<>(0);
  private final Memo<Signature> ofLeft;
  private final Memo<Signature> ofRight;
  private final Vector out = new Vector();
  private long round;

  SetNode(BinaryOperator operator, Node.OfVector left, Node.OfVector right, Grouping grouping) {
    this.operator = operator;
    this.left = left;
    this.right = right;
    this.ofLeft = new Memo<>(id -> signature(grouping.apply(id)));
    this.ofRight = new Memo<>(id -> signature(grouping.apply(id)));
  }

  private Signature signature(SeriesId key) {
    return signatures.computeIfAbsent(key, _ -> new Signature());
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    round++;
    out.clear();
    var ours = left.vector(evaluation);
    var theirs = right.vector(evaluation);
    if (operator == BinaryOperator.OR) {
      return or(ours, theirs);
    }
    for (int i = 0; i < theirs.size(); i++) {
      ofRight.at(i, theirs.id(i)).round = round;
    }
    boolean wanted = operator == BinaryOperator.AND;
    for (int i = 0; i < ours.size(); i++) {
      if ((ofLeft.at(i, ours.id(i)).round == round) == wanted) {
        out.add(ours.id(i), ours.value(i), ours.dropsName(i));
      }
    }
    return out;
  }

  private Vector or(Vector ours, Vector theirs) {
    for (int i = 0; i < ours.size(); i++) {
      ofLeft.at(i, ours.id(i)).round = round;
      out.add(ours.id(i), ours.value(i), ours.dropsName(i));
    }
    for (int i = 0; i < theirs.size(); i++) {
      if (ofRight.at(i, theirs.id(i)).round != round) {
        out.add(theirs.id(i), theirs.value(i), theirs.dropsName(i));
      }
    }
    return out;
  }

  private static final class Signature {
    private long round;
  }
}
