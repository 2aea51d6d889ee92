package dev.lockkeeper.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A buffer for one series' samples of a stretch of time, oldest first; its owner uses it again and
/// again.
///
/// An entry is one sample or, where the store keeps no single ones any more, stands for all samples
/// of a [Bucket]: its time and value are then those of the bucket's last sample, and [#count],
/// [#sum], [#min], [#max], [#first] and [#increase] say the rest. All of these are as good for
/// single samples, so that a function which uses them is right for both.
///
/// Only buckets that lie wholly in the window are in it as such. One that an edge of the window
/// cuts is there by the one sample that is known to lie inside, its last at the left edge and its
/// first at the right: the window is then [#cut], and everything that needs the samples between is
/// approximate.
public final class SampleWindow {
  private long[] times = new long[64];
  private double[] values = new double[64];
  private @Nullable Columns columns;
  private int size;
  private boolean coarse;
  private boolean cutAtStart;
  private boolean cutAtEnd;

  /// What entries have beside time and value; made with the first bucket.
  private static final class Columns {
    long[] firstTimes;
    int[] counts;
    double[] firsts;
    double[] mins;
    double[] maxes;
    double[] sums;
    double[] lost;

    Columns(int capacity) {
      firstTimes = new long[capacity];
      counts = new int[capacity];
      firsts = new double[capacity];
      mins = new double[capacity];
      maxes = new double[capacity];
      sums = new double[capacity];
      lost = new double[capacity];
    }

    void copy(int from, int to) {
      firstTimes[to] = firstTimes[from];
      counts[to] = counts[from];
      firsts[to] = firsts[from];
      mins[to] = mins[from];
      maxes[to] = maxes[from];
      sums[to] = sums[from];
      lost[to] = lost[from];
    }

    void grow(int capacity) {
      firstTimes = Arrays.copyOf(firstTimes, capacity);
      counts = Arrays.copyOf(counts, capacity);
      firsts = Arrays.copyOf(firsts, capacity);
      mins = Arrays.copyOf(mins, capacity);
      maxes = Arrays.copyOf(maxes, capacity);
      sums = Arrays.copyOf(sums, capacity);
      lost = Arrays.copyOf(lost, capacity);
    }
  }

  /// How many entries there are.
  public int size() {
    return size;
  }

  /// Milliseconds since the Unix epoch.
  public long time(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }

  /// Whether an entry stands for several samples. Where it is false, every entry is a sample and
  /// nothing is approximate.
  public boolean coarse() {
    return coarse;
  }

  /// Whether an edge of the window falls between samples of a bucket.
  public boolean cut() {
    return cutAtStart || cutAtEnd;
  }

  /// Whether there are samples between the window's left edge and its first entry, which nobody
  /// knows any more.
  public boolean cutAtStart() {
    return cutAtStart;
  }

  /// Whether there are samples between the last entry and the window's right edge.
  public boolean cutAtEnd() {
    return cutAtEnd;
  }

  private boolean single(int index) {
    return !coarse || columns == null || columns.counts[index] <= 1;
  }

  /// How many samples an entry stands for.
  public int count(int index) {
    return single(index) ? 1 : columns().counts[index];
  }

  /// The time of an entry's first sample.
  public long firstTime(int index) {
    return single(index) ? times[index] : columns().firstTimes[index];
  }

  /// The value of an entry's first sample.
  public double first(int index) {
    return single(index) ? values[index] : columns().firsts[index];
  }

  public double min(int index) {
    return single(index) ? values[index] : columns().mins[index];
  }

  public double max(int index) {
    return single(index) ? values[index] : columns().maxes[index];
  }

  public double sum(int index) {
    return single(index) ? values[index] : columns().sums[index];
  }

  /// What a counter lost by starting anew within an entry: the values before each fall, added up.
  public double lost(int index) {
    return single(index) ? 0 : columns().lost[index];
  }

  /// How much a counter grew from an entry's first sample to its last; 0 for one sample.
  public double increase(int index) {
    return value(index) - first(index) + lost(index);
  }

  /// Makes a bucket of an entry.
  public void bucket(int index, Bucket into) {
    into.set(
        firstTime(index),
        time(index),
        count(index),
        first(index),
        value(index),
        min(index),
        max(index),
        sum(index),
        lost(index));
  }

  /// How many samples all entries stand for.
  public long samples() {
    if (!coarse) {
      return size;
    }
    long samples = 0;
    for (int i = 0; i < size; i++) {
      samples += count(i);
    }
    return samples;
  }

  private Columns columns() {
    return java.util.Objects.requireNonNull(columns);
  }

  public void clear() {
    size = 0;
    coarse = false;
    cutAtStart = false;
    cutAtEnd = false;
  }

  /// @param epochMillis later than the sample before
  public void add(long epochMillis, double value) {
    if (size == times.length) {
      grow();
    }
    times[size] = epochMillis;
    values[size] = value;
    if (coarse) {
      columns().counts[size] = 1;
    }
    size++;
  }

  /// @param bucket of samples later than those before, and wholly in the window
  public void add(Bucket bucket) {
    if (bucket.count() == 1) {
      add(bucket.lastTime(), bucket.last());
      return;
    }
    if (!coarse) {
      if (columns == null) {
        columns = new Columns(times.length);
      }
      Arrays.fill(columns.counts, 0, size, 1);
      coarse = true;
    }
    int index = size;
    add(bucket.lastTime(), bucket.last());
    var all = columns();
    all.firstTimes[index] = bucket.firstTime();
    all.counts[index] = bucket.count();
    all.firsts[index] = bucket.first();
    all.mins[index] = bucket.min();
    all.maxes[index] = bucket.max();
    all.sums[index] = bucket.sum();
    all.lost[index] = bucket.lost();
  }

  /// A bucket of which only the end lies in the window.
  public void addCutAtStart(Bucket bucket) {
    add(bucket.lastTime(), bucket.last());
    cutAtStart = true;
  }

  /// A bucket of which only the beginning lies in the window.
  public void addCutAtEnd(Bucket bucket) {
    add(bucket.firstTime(), bucket.first());
    cutAtEnd = true;
  }

  /// Leaves out the entries that lie wholly outside a stretch of time.
  public void keep(long fromExclusive, long toInclusive) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > fromExclusive && firstTime(i) <= toInclusive) {
        if (kept < i) {
          times[kept] = times[i];
          values[kept] = values[i];
          if (columns != null) {
            columns.copy(i, kept);
          }
        }
        kept++;
      }
    }
    size = kept;
  }

  private void grow() {
    int capacity = size * 2;
    times = Arrays.copyOf(times, capacity);
    values = Arrays.copyOf(values, capacity);
    if (columns != null) {
      columns.grow(capacity);
    }
  }
}
