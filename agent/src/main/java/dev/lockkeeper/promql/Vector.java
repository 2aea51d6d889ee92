package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The elements that an evaluation yields. It belongs to the part of the plan that fills it, which
/// uses it again: it holds until that part's next evaluation.
public final class Vector {
  private static final @Nullable SeriesId[] NO_IDS = new SeriesId[0];
  private static final double[] NO_VALUES = new double[0];
  private static final boolean[] NO_DROPS = new boolean[0];

  // Most parts of most rules never yield anything.
  private @Nullable SeriesId[] ids = NO_IDS;
  private double[] values = NO_VALUES;
  private boolean[] dropping = NO_DROPS;
  private int size;

  Vector() {}

  public int size() {
    return size;
  }

  /// The element's name and labels; the name is empty where an operation dropped it. The same
  /// object in evaluation after evaluation, as far as possible.
  public SeriesId id(int index) {
    return Objects.requireNonNull(ids[index]);
  }

  public double value(int index) {
    return values[index];
  }

  /// Whether the metric's name is to go when the whole expression is done. Until then it can be
  /// read and grouped by: names are dropped late.
  boolean dropsName(int index) {
    return dropping[index];
  }

  void clear() {
    size = 0;
  }

  void add(SeriesId id, double value) {
    add(id, value, false);
  }

  void add(SeriesId id, double value, boolean dropsName) {
    if (size == values.length) {
      int capacity = size == 0 ? 1 : size * 2;
      ids = Arrays.copyOf(ids, capacity);
      values = Arrays.copyOf(values, capacity);
      dropping = Arrays.copyOf(dropping, capacity);
    }
    ids[size] = id;
    dropping[size] = dropsName;
    values[size++] = value;
  }
}
