package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A vector whose elements got other labels than their sources'. Two elements that become the same
/// are an error, as in Prometheus.
final class Relabelled {
  private static final int MOST = 20_000;

  private final UnaryOperator<SeriesId> change;
  private final Vector out = new Vector();
  private final Map<SeriesId, Name> names = new HashMap<>(0);
  private Memo<Change> memo;
  private long round;

  /// @param change gives the same object where it changes nothing
  Relabelled(UnaryOperator<SeriesId> change) {
    this.change = change;
    this.memo = new Memo<>(this::changed);
  }

  @SuppressWarnings("ReferenceEquality") // the contract of change
  private Change changed(SeriesId id) {
    var after = change.apply(id);
    return new Change(names.computeIfAbsent(after, Name::new), after != id);
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
    if (names.size() > MOST) {
      names.clear();
      memo = new Memo<>(this::changed);
    }
  }

  /// @param place where the source stands in its vector
  /// @param dropsName whether the source's name goes at the end
  /// @param keepsChanged whether the name of a changed element stays nevertheless
  void add(int place, SeriesId source, double value, boolean dropsName, boolean keepsChanged) {
    var change = memo.at(place, source);
    var name = change.name;
    if (name.round == round) {
      throw new EvaluationException(SAME);
    }
    name.round = round;
    out.add(name.id, value, dropsName && !(keepsChanged && change.changed));
  }

  /// In Prometheus' words.
  static final String SAME = "vector cannot contain metrics with the same labelset";

  Vector vector() {
    return out;
  }

  private record Change(Name name, boolean changed) {}

  private static final class Name {
    private final SeriesId id;
    private long round;

    private Name(SeriesId id) {
      this.id = id;
    }
  }
}
