package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The elements that an evaluation yields. It belongs to the part of the plan that fills it, which
/// uses it again: it holds until that part's next evaluation.
public final class Vector {
  private @Nullable SeriesId[] ids = new SeriesId[4];
  private double[] values = new double[4];
  private boolean[] dropping = new boolean[4];
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
      ids = Arrays.copyOf(ids, size * 2);
      values = Arrays.copyOf(values, size * 2);
      dropping = Arrays.copyOf(dropping, size * 2);
    }
    ids[size] = id;
    dropping[size] = dropsName;
    values[size++] = value;
  }
}
