package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What was worked out for each element, remembered. Vectors look alike from one evaluation to the
/// next, so the place in the vector nearly always finds it; a map is behind that, bounded by
/// beginning anew.
final class Memo<T> {
  private static final int MOST = 20_000;

  private final Function<SeriesId, T> make;
  private static final @Nullable SeriesId[] NO_IDS = new SeriesId[0];
  private static final @Nullable Object[] NOTHING = new Object[0];

  private @Nullable SeriesId[] ids = NO_IDS;
  private @Nullable Object[] made = NOTHING;
  private final Map<SeriesId, T> all = new HashMap<>(0);

  Memo(Function<SeriesId, T> make) {
    this.make = make;
  }

  // Only T is put in; identity is enough, and quick.
  @SuppressWarnings({"unchecked", "ReferenceEquality"})
  T at(int place, SeriesId id) {
    if (place < ids.length && ids[place] == id) {
      return (T) Objects.requireNonNull(made[place]);
    }
    return look(place, id);
  }

  private T look(int place, SeriesId id) {
    if (all.size() > MOST) {
      all.clear();
    }
    T found = all.get(id);
    if (found == null) {
      found = make.apply(id);
      all.put(id, found);
    }
    if (place >= ids.length) {
      int length = Math.max(place + 1, ids.length * 2);
      ids = Arrays.copyOf(ids, length);
      made = Arrays.copyOf(made, length);
    }
    ids[place] = id;
    made[place] = found;
    return found;
  }
}
