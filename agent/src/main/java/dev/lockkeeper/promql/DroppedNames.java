package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The end of a plan: names go that operations on the way were to drop. Elements that become the
/// same are an error.
final class DroppedNames implements Node.OfVector {
  private static final int MOST = 20_000;

  private final Node.OfVector inner;

  /// made when the first name is to go: most rules never yield anything
  private @Nullable Names names;

  DroppedNames(Node.OfVector inner) {
    this.inner = inner;
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    var in = inner.vector(evaluation);
    if (!anyDrops(in)) {
      return in;
    }
    if (names == null || names.all.size() > MOST) {
      names = new Names();
    }
    return names.drop(in);
  }

  private static boolean anyDrops(Vector in) {
    for (int i = 0; i < in.size(); i++) {
      if (in.dropsName(i)) {
        return true;
      }
    }
    return false;
  }

  private static final class Names {
    private final Map<SeriesId, Name> all = new HashMap<>();
    private final Memo<Name> kept = new Memo<>(this::named);
    private final Memo<Name> dropped = new Memo<>(id -> named(Relabelled.dropName(id)));
    private final Vector out = new Vector();
    private long round;

    private Name named(SeriesId id) {
      return all.computeIfAbsent(id, Name::new);
    }

    private Vector drop(Vector in) {
      round++;
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
  }

  private static final class Name {
    private final SeriesId id;
    private long round;

    private Name(SeriesId id) {
      this.id = id;
    }
  }
}
