package dev.lockkeeper.rule;

import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Series in memory without a bound but what is put in: for unit tests of rules and for backtests.
/// Lookups are binary searches in plain arrays, 16 bytes a sample. Where the past is only known in
/// buckets it holds these. For one thread at a time.
///
/// A series is seen for as long as it is looked back, as in Prometheus 3: a sample that is exactly
/// that old is not seen any more.
public final class PlainSeries implements SeriesView, Recorder {
  /// Prometheus' own default.
  public static final Duration LOOK_BACK = Duration.ofMinutes(5);

  private final long lookBackMillis;
  private final Map<SeriesId, Listed> series = new HashMap<>();
  private final Map<String, List<Series>> byName = new HashMap<>();
  private final List<Series> all = new ArrayList<>();
  private long generation;

  public PlainSeries() {
    this(LOOK_BACK);
  }

  /// @param lookBack of series for which nothing else is said
  public PlainSeries(Duration lookBack) {
    this.lookBackMillis = lookBack.toMillis();
  }

  /// Adds a sample, most cheaply behind all others of its series; of two of the same time the later
  /// call's counts. [Staleness#MARKER] ends the series.
  public void append(SeriesId id, long epochMillis, double value) {
    listed(id).put(epochMillis, value);
  }

  /// Adds what stands for several samples, later than all others of its series.
  ///
  /// @param bucket kept: the caller's no more
  public void append(SeriesId id, Bucket bucket) {
    listed(id).put(bucket);
  }

  /// How far one series is looked back for from now on; of agents' series three intervals of what
  /// yields them.
  public void lookBack(SeriesId id, Duration lookBack) {
    listed(id).lookBackMillis = lookBack.toMillis();
  }

  @Override
  public void sample(SeriesId id, long epochMillis, double value, Duration staleAfter) {
    var known = listed(id);
    known.put(epochMillis, value);
    known.lookBackMillis = Math.max(lookBackMillis, staleAfter.toMillis());
  }

  /// Forgets the samples before a moment, but of each series the latest one before it, which may
  /// still be looked back to.
  ///
  /// @return how many samples are left
  public long dropBefore(long epochMillis) {
    long left = 0;
    for (var one : all) {
      left += ((Listed) one).dropBefore(epochMillis);
    }
    return left;
  }

  /// Ends a series, unless it has no sample or has ended already.
  public void markStale(SeriesId id, long epochMillis) {
    var known = series.get(id);
    if (known != null && known.endsBefore(epochMillis)) {
      known.put(epochMillis, Staleness.MARKER);
    }
  }

  @Override
  public void stale(SeriesId id, long epochMillis) {
    markStale(id, epochMillis);
  }

  private Listed listed(SeriesId id) {
    var known = series.get(id);
    if (known == null) {
      known = new Listed(id, lookBackMillis);
      series.put(id, known);
      var named = new ArrayList<>(named(id.metric()));
      named.add(known);
      byName.put(id.metric(), List.copyOf(named));
      all.add(known);
      generation++;
    }
    return known;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public List<Series> named(String metric) {
    return byName.getOrDefault(metric, List.of());
  }

  @Override
  public List<Series> all() {
    return List.copyOf(all);
  }

  private static final class Listed implements Series {
    private final SeriesId id;
    private long lookBackMillis;
    private long[] times = new long[8];
    private double[] values = new double[8];
    private int size;

    /// what entries stand for that are no single samples; null where all are
    private @Nullable Bucket @Nullable [] buckets;

    Listed(SeriesId id, long lookBackMillis) {
      this.id = id;
      this.lookBackMillis = lookBackMillis;
    }

    void put(long time, double value) {
      int at = size == 0 || times[size - 1] < time ? size : lastAtOrBefore(time);
      if (at >= 0 && at < size && times[at] == time) {
        values[at] = value;
        return;
      }
      if (size == times.length) {
        grow();
      }
      int place = at == size ? size : at + 1;
      if (buckets != null) {
        System.arraycopy(buckets, place, buckets, place + 1, size - place);
        buckets[place] = null;
      }
      System.arraycopy(times, place, times, place + 1, size - place);
      System.arraycopy(values, place, values, place + 1, size - place);
      times[place] = time;
      values[place] = value;
      size++;
    }

    void put(Bucket bucket) {
      int before = size;
      put(bucket.lastTime(), bucket.last());
      if (bucket.count() > 1 && size > before && times[size - 1] == bucket.lastTime()) {
        if (buckets == null) {
          buckets = new Bucket[times.length];
        }
        buckets[size - 1] = bucket;
      }
    }

    private void grow() {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
      if (buckets != null) {
        buckets = Arrays.copyOf(buckets, size * 2);
      }
    }

    int dropBefore(long time) {
      int first = Math.max(0, lastAtOrBefore(time - 1));
      if (first > 0) {
        size -= first;
        System.arraycopy(times, first, times, 0, size);
        System.arraycopy(values, first, values, 0, size);
        if (buckets != null) {
          System.arraycopy(buckets, first, buckets, 0, size);
          Arrays.fill(buckets, size, size + first, null);
        }
      }
      return size;
    }

    boolean endsBefore(long time) {
      return size > 0 && times[size - 1] < time && !Staleness.isMarker(values[size - 1]);
    }

    /// -1 where there is none
    private int lastAtOrBefore(long time) {
      if (size > 0 && times[size - 1] <= time) {
        return size - 1;
      }
      int found = Arrays.binarySearch(times, 0, size, time);
      return found >= 0 ? found : -found - 2;
    }

    @Override
    public SeriesId id() {
      return id;
    }

    @Override
    public double valueAt(long epochMillis) {
      int at = lastAtOrBefore(epochMillis);
      return at < 0 || epochMillis - times[at] >= lookBackMillis ? Staleness.MARKER : values[at];
    }

    @Override
    public long timeAt(long epochMillis) {
      int at = lastAtOrBefore(epochMillis);
      return at < 0 ? Long.MIN_VALUE : times[at];
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleWindow window) {
      window.clear();
      int i = lastAtOrBefore(fromExclusive) + 1;
      for (; i < size && times[i] <= toInclusive; i++) {
        var bucket = bucket(i);
        if (bucket == null) {
          if (!Staleness.isMarker(values[i])) {
            window.add(times[i], values[i]);
          }
        } else if (bucket.firstTime() > fromExclusive) {
          window.add(bucket);
        } else {
          window.addCutAtStart(bucket);
        }
      }
      var next = i < size ? bucket(i) : null;
      if (next != null && next.firstTime() > fromExclusive && next.firstTime() <= toInclusive) {
        window.addCutAtEnd(next);
      }
    }

    private @Nullable Bucket bucket(int index) {
      return buckets == null ? null : buckets[index];
    }

    @Override
    public String toString() {
      return id + " " + size + " samples";
    }
  }
}
