package dev.lockkeeper.series;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.Staleness;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Up to 64 samples within 65 seconds. The writer fills it from the front and publishes each sample
/// by the count; what stands below the count never changes.
///
/// A full chunk is sealed in the smallest form that is exact: one number where all are the same, 4
/// bytes each where they are whole numbers near one another, else 8 bytes each.
final class Chunk {
  private static final int CAPACITY = 64;
  private static final int FIRST_CAPACITY = 8;
  private static final int MAX_OFFSET = Character.MAX_VALUE;
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(Chunk.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long baseTime;

  /// milliseconds after `baseTime`
  private final char[] offsets;

  /// one value, or one for each sample; null where `wholes` stands instead
  private final double @Nullable [] values;

  /// sealed only: differences from `baseWhole`
  private final int @Nullable [] wholes;

  private final long baseWhole;

  @SuppressWarnings("UnusedVariable") // written and read through COUNT
  private int count;

  /// @param small for a series' first chunk: many series live for a moment only
  Chunk(long baseTime, boolean small) {
    int capacity = small ? FIRST_CAPACITY : CAPACITY;
    this(baseTime, new char[capacity], new double[capacity], null, 0, 0);
  }

  private Chunk(
      long baseTime,
      char[] offsets,
      double @Nullable [] values,
      int @Nullable [] wholes,
      long baseWhole,
      int count) {
    this.baseTime = baseTime;
    this.offsets = offsets;
    this.values = values;
    this.wholes = wholes;
    this.baseWhole = baseWhole;
    COUNT.setRelease(this, count);
  }

  private int count() {
    return (int) COUNT.getAcquire(this);
  }

  long baseTime() {
    return baseTime;
  }

  long newestTime() {
    return time(count() - 1);
  }

  long time(int index) {
    return baseTime + offsets[index];
  }

  double value(int index) {
    if (wholes != null) {
      return baseWhole + wholes[index];
    }
    var array = java.util.Objects.requireNonNull(values);
    return array[array.length == 1 ? 0 : index];
  }

  boolean tryAppend(long epochMillis, double value) {
    int n = count();
    long offset = epochMillis - baseTime;
    if (n == offsets.length || offset > MAX_OFFSET || values == null || values.length <= n) {
      return false;
    }
    offsets[n] = (char) offset;
    values[n] = value;
    COUNT.setRelease(this, n + 1);
    return true;
  }

  boolean canGrow(long epochMillis) {
    return offsets.length < CAPACITY
        && count() == offsets.length
        && values != null
        && epochMillis - baseTime <= MAX_OFFSET;
  }

  Chunk grown() {
    int capacity = Math.min(CAPACITY, offsets.length * 2);
    var bigger = Arrays.copyOf(java.util.Objects.requireNonNull(values), capacity);
    return new Chunk(baseTime, Arrays.copyOf(offsets, capacity), bigger, null, 0, count());
  }

  /// The same samples in the smallest exact form.
  Chunk sealed(SharedTimes shared) {
    int n = count();
    if (values == null || n == 0) {
      return this;
    }
    var times = shared.share(n == offsets.length ? offsets : Arrays.copyOf(offsets, n));
    boolean same = true;
    boolean whole = true;
    long first = (long) values[0];
    for (int i = 0; i < n && (same || whole); i++) {
      double value = values[i];
      long bits = Double.doubleToRawLongBits(value);
      same &= bits == Double.doubleToRawLongBits(values[0]);
      long rounded = (long) value;
      long difference = rounded - first;
      // Compared by bits: -0.0 and NaN are not whole.
      whole &=
          Double.doubleToRawLongBits((double) rounded) == bits
              && difference == (int) difference
              && Math.abs(rounded) < 1L << 53;
    }
    if (same) {
      return new Chunk(baseTime, times, new double[] {values[0]}, null, 0, n);
    }
    if (whole) {
      var differences = new int[n];
      for (int i = 0; i < n; i++) {
        differences[i] = (int) ((long) values[i] - first);
      }
      return new Chunk(baseTime, times, null, differences, first, n);
    }
    return new Chunk(
        baseTime, times, n == values.length ? values : Arrays.copyOf(values, n), null, 0, n);
  }

  /// The index of the last sample at or before a moment; -1 where there is none.
  int lastAtOrBefore(long epochMillis) {
    int high = count() - 1;
    if (epochMillis < baseTime) {
      return -1;
    }
    long offset = epochMillis > baseTime + MAX_OFFSET ? MAX_OFFSET : epochMillis - baseTime;
    // Nearly always the newest sample is asked for.
    if (high >= 0 && offsets[high] <= offset) {
      return high;
    }
    int low = 0;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (offsets[middle] <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /// @return false when it has reached the end of the stretch
  boolean copy(long fromExclusive, long toInclusive, SampleWindow window) {
    int n = count();
    for (int i = lastAtOrBefore(fromExclusive) + 1; i < n; i++) {
      long time = time(i);
      if (time > toInclusive) {
        return false;
      }
      double value = value(i);
      if (!Staleness.isMarker(value)) {
        window.add(time, value);
      }
    }
    return true;
  }

  /// An estimate; the times are not counted in sealed chunks, which share them.
  long bytes(boolean open) {
    long times = open ? 16 + 2L * offsets.length : 0;
    long perValue = values != null ? 8L * values.length : 0;
    long perWhole = wholes != null ? 4L * wholes.length : 0;
    return 48 + times + 16 + perValue + perWhole;
  }
}
