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
/// A full chunk is sealed in the smallest form that is exact: one number where all are the same; 1,
/// 2 or 4 bytes each where they are whole at some [Scale] and near one another; else 8 bytes each.
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

  /// null where `packed` stands instead, or where all are the same
  private final double @Nullable [] values;

  /// sealed only: differences from `baseWhole`, a `byte[]`, `char[]` or `int[]`, without sign
  private final @Nullable Object packed;

  private final Scale scale;

  /// where all are the same, the bits of that value
  private final long baseWhole;

  @SuppressWarnings("UnusedVariable") // written and read through COUNT
  private int count;

  /// @param small for a series' first chunk: many series live for a moment only
  Chunk(long baseTime, boolean small) {
    int capacity = small ? FIRST_CAPACITY : CAPACITY;
    this(baseTime, new char[capacity], new double[capacity], null, Scale.NONE, 0, 0);
  }

  private Chunk(
      long baseTime,
      char[] offsets,
      double @Nullable [] values,
      @Nullable Object packed,
      Scale scale,
      long baseWhole,
      int count) {
    this.baseTime = baseTime;
    this.offsets = offsets;
    this.values = values;
    this.packed = packed;
    this.scale = scale;
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
    var array = values;
    if (array != null) {
      return array[index];
    }
    if (packed == null) {
      return Double.longBitsToDouble(baseWhole);
    }
    return scale.value(baseWhole + difference(packed, index));
  }

  private long difference(Object packed, int index) {
    if (packed instanceof byte[] bytes) {
      return bytes[index] & 0xFF;
    }
    if (packed instanceof char[] chars) {
      return chars[index];
    }
    return ((int[]) packed)[index] & 0xFFFF_FFFFL;
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
    return new Chunk(
        baseTime, Arrays.copyOf(offsets, capacity), bigger, null, Scale.NONE, 0, count());
  }

  /// The same samples in the smallest exact form.
  Chunk sealed(SharedTimes shared) {
    int n = count();
    if (values == null || n == 0) {
      return this;
    }
    var times = shared.share(n == offsets.length ? offsets : Arrays.copyOf(offsets, n));
    var exact = n == values.length && n == offsets.length ? values : Arrays.copyOf(values, n);
    boolean same = true;
    for (int i = 1; i < n && same; i++) {
      same = Double.doubleToRawLongBits(exact[i]) == Double.doubleToRawLongBits(exact[0]);
    }
    if (same) {
      long bits = Double.doubleToRawLongBits(exact[0]);
      return new Chunk(baseTime, times, null, null, Scale.NONE, bits, n);
    }
    var scale = Scale.KIBI;
    for (int i = 0; i < n && scale != Scale.NONE; i++) {
      scale = scale.fitting(exact[i]);
    }
    return scale == Scale.NONE
        ? new Chunk(baseTime, times, exact, null, Scale.NONE, 0, n)
        : packed(exact, scale, times);
  }

  private Chunk packed(double[] exact, Scale scale, char[] times) {
    int n = exact.length;
    var wholes = new long[n];
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < n; i++) {
      wholes[i] = scale.whole(exact[i]);
      if (wholes[i] == Scale.NOT_WHOLE) {
        // a later value needed a scale at which an earlier one is too large
        return new Chunk(baseTime, times, exact, null, Scale.NONE, 0, n);
      }
      least = Math.min(least, wholes[i]);
      most = Math.max(most, wholes[i]);
    }
    Object packed;
    if (most - least <= 0xFF) {
      var bytes = new byte[n];
      for (int i = 0; i < n; i++) {
        bytes[i] = (byte) (wholes[i] - least);
      }
      packed = bytes;
    } else if (most - least <= Character.MAX_VALUE) {
      var chars = new char[n];
      for (int i = 0; i < n; i++) {
        chars[i] = (char) (wholes[i] - least);
      }
      packed = chars;
    } else if (most - least <= 0xFFFF_FFFFL) {
      var ints = new int[n];
      for (int i = 0; i < n; i++) {
        ints[i] = (int) (wholes[i] - least);
      }
      packed = ints;
    } else {
      return new Chunk(baseTime, times, exact, null, Scale.NONE, 0, n);
    }
    return new Chunk(baseTime, times, null, packed, scale, least, n);
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

  /// @param markers whether to give markers of staleness as well
  /// @return false when it has reached the end of the stretch
  boolean copy(long fromExclusive, long toInclusive, boolean markers, SampleWindow window) {
    int n = count();
    int from = lastAtOrBefore(fromExclusive) + 1;
    int to = n;
    while (to > from && baseTime + offsets[to - 1] > toInclusive) {
      to--;
    }
    var array = values;
    var held = packed;
    // one loop for each form: this is what long windows spend their time on
    if (array != null) {
      for (int i = from; i < to; i++) {
        if (markers || !Staleness.isMarker(array[i])) {
          window.add(baseTime + offsets[i], array[i]);
        }
      }
    } else if (held == null) {
      double value = Double.longBitsToDouble(baseWhole);
      if (markers || !Staleness.isMarker(value)) {
        for (int i = from; i < to; i++) {
          window.add(baseTime + offsets[i], value);
        }
      }
    } else {
      copyPacked(held, from, to, window);
    }
    return to == n;
  }

  /// No marker is whole.
  private void copyPacked(Object held, int from, int to, SampleWindow window) {
    double factor = scale.factor();
    if (held instanceof byte[] bytes) {
      for (int i = from; i < to; i++) {
        window.add(baseTime + offsets[i], (baseWhole + (bytes[i] & 0xFF)) / factor);
      }
    } else if (held instanceof char[] chars) {
      for (int i = from; i < to; i++) {
        window.add(baseTime + offsets[i], (baseWhole + chars[i]) / factor);
      }
    } else if (held instanceof int[] ints) {
      for (int i = from; i < to; i++) {
        window.add(baseTime + offsets[i], (baseWhole + (ints[i] & 0xFFFF_FFFFL)) / factor);
      }
    }
  }

  /// An estimate; the times are not counted in sealed chunks, which share them.
  long bytes(boolean open) {
    long times = open ? 16 + 2L * offsets.length : 0;
    long data =
        switch (packed) {
          case byte[] bytes -> bytes.length;
          case char[] chars -> 2L * chars.length;
          case int[] ints -> 4L * ints.length;
          case null, default -> values == null ? -16 : 8L * values.length;
        };
    return 56 + times + 16 + data;
  }
}
