package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.HashMap;
import java.util.Map;

/// The end of a plan: names go that operations on the way were to drop. Elements that become the
/// same are an error.
final class DroppedNames implements Node.OfVector {
  private static final int MOST = 20_000;

  private final Node.OfVector inner;
  private final Map<SeriesId, Name> names = new HashMap<>(0);
  private Memo<Name> kept = new Memo<>(this::named);
  private Memo<Name> dropped = new Memo<>(this::unnamed);
  private final Vector out = new Vector();
  private long round;

  DroppedNames(Node.OfVector inner) {
    this.inner = inner;
  }

  private Name named(SeriesId id) {
    return names.computeIfAbsent(id, Name::new);
  }

  private Name unnamed(SeriesId id) {
    return named(Relabelled.dropName(id));
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    var in = inner.vector(evaluation);
    return anyDrops(in) ? drop(in) : in;
  }

  private static boolean anyDrops(Vector in) {
    for (int i = 0; i < in.size(); i++) {
      if (in.dropsName(i)) {
        return true;
      }
    }
    return false;
  }

  private Vector drop(Vector in) {
    round++;
    if (names.size() > MOST) {
      names.clear();
      kept = new Memo<>(this::named);
      dropped = new Memo<>(this::unnamed);
    }
    out.clear();
    for (int i = 0; i < in.size(); i++) {
      var name = (in.dropsName(i) ? dropped : kept).at(i, in.id(i));
      if (name.round == round) {
        throw new EvaluationException(Relabelled.SAME);
      }
      name.round = round;
      out.add(name.id, in.value(i));
    }
    return out;
  }

  private static final class Name {
    private final SeriesId id;
    private long round;

    private Name(SeriesId id) {
      this.id = id;
    }
  }
}
