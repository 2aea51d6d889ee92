package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A vector whose elements got other names than their sources': dropped metric names, replaced
/// labels. Two elements that become the same are an error, as in Prometheus.
final class Relabelled {
  private final Vector out = new Vector();
  private final Map<SeriesId, Name> names = new HashMap<>(0);
  private final Memo<Name> memo;
  private long round;

  Relabelled(UnaryOperator<SeriesId> change) {
    this.memo = new Memo<>(id -> names.computeIfAbsent(change.apply(id), Name::new));
  }

  static Relabelled withoutName() {
    return new Relabelled(Relabelled::dropName);
  }

  static SeriesId dropName(SeriesId id) {
    return id.metric().isEmpty() ? id : new SeriesId("", id.labels());
  }

  /// Reads a label, the metric's name included.
  static String label(SeriesId id, String name) {
    return name.equals(Matcher.NAME) ? id.metric() : id.labels().value(name);
  }

  /// Sets a label, the metric's name included.
  static SeriesId with(SeriesId id, String name, String value) {
    return name.equals(Matcher.NAME)
        ? new SeriesId(value, id.labels())
        : new SeriesId(id.metric(), id.labels().with(name, value));
  }

  static final SeriesId NOTHING = new SeriesId("", Labels.NONE);

  void begin() {
    round++;
    out.clear();
  }

  /// @param place where the source stands in its vector
  void add(int place, SeriesId source, double value) {
    var name = memo.at(place, source);
    if (name.round == round) {
      throw new EvaluationException("vector cannot contain metrics with the same labelset");
    }
    name.round = round;
    out.add(name.id, value);
  }

  Vector vector() {
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
