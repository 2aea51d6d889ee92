package dev.lockkeeper.rule;

import dev.lockkeeper.model.SeriesId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The series that a rule wrote in its latest evaluation: what is not written in the next has ended
/// and is marked stale at once, as in Prometheus. While they stay the same nothing is allocated.
final class Written {
  private @Nullable SeriesId[] before = new SeriesId[0];
  private @Nullable SeriesId[] now = new SeriesId[0];
  private int sizeBefore;
  private int size;

  void begin() {
    size = 0;
  }

  void add(SeriesId id) {
    if (size == now.length) {
      now = Arrays.copyOf(now, Math.max(4, size * 2));
    }
    now[size++] = id;
  }

  int size() {
    return size;
  }

  SeriesId id(int index) {
    return Objects.requireNonNull(now[index]);
  }

  /// Whether they are other ones than in the evaluation before, or in another order.
  // The same series is the same object from one evaluation to the next.
  @SuppressWarnings("ReferenceEquality")
  boolean changed() {
    if (size != sizeBefore) {
      return true;
    }
    for (int i = 0; i < size; i++) {
      if (now[i] != before[i]) {
        return true;
      }
    }
    return false;
  }

  /// Whether one was added twice.
  boolean twice() {
    return changed() && all(now, size).size() < size;
  }

  /// Ends an evaluation.
  ///
  /// @return those that were there in the one before and are not any more; nearly always none
  List<SeriesId> end() {
    List<SeriesId> gone = changed() ? gone() : List.of();
    var spare = before;
    before = now;
    sizeBefore = size;
    now = spare;
    return gone;
  }

  private List<SeriesId> gone() {
    var there = all(now, size);
    var gone = new ArrayList<SeriesId>();
    for (int i = 0; i < sizeBefore; i++) {
      var id = Objects.requireNonNull(before[i]);
      if (!there.contains(id)) {
        gone.add(id);
      }
    }
    return gone;
  }

  /// What the latest evaluation wrote.
  Set<SeriesId> latest() {
    return all(before, sizeBefore);
  }

  /// Takes over what another load of the same rule has written.
  void adopt(Written other) {
    before = other.before.clone();
    sizeBefore = other.sizeBefore;
  }

  private static Set<SeriesId> all(@Nullable SeriesId[] ids, int size) {
    var all = new HashSet<SeriesId>(size * 2);
    for (int i = 0; i < size; i++) {
      all.add(Objects.requireNonNull(ids[i]));
    }
    return all;
  }
}
