package dev.lockkeeper.rule;

import dev.lockkeeper.model.SeriesId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
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
  /// @param gone is told of those that were there in the one before
  void end(Consumer<SeriesId> gone) {
    if (changed()) {
      var there = all(now, size);
      for (int i = 0; i < sizeBefore; i++) {
        var id = Objects.requireNonNull(before[i]);
        if (!there.contains(id)) {
          gone.accept(id);
        }
      }
    }
    var spare = before;
    before = now;
    sizeBefore = size;
    now = spare;
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
