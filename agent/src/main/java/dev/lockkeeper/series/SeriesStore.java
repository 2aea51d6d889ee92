package dev.lockkeeper.series;

import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The samples of the last minutes, in memory, bounded.
///
/// One thread writes; any thread reads, without locks and without making the writer wait: samples
/// are appended to chunks that are published by their count, and everything else that readers see
/// is replaced as a whole ([Ring]).
///
/// Memory: about 9 bytes a sample at worst, so 1,500 series at one sample a second need less than
/// 16 MB for 15 minutes; less still where values are whole numbers or stay the same.
///
/// Coarser tiers and history will feed the same [SeriesView]: a second implementation behind it
/// that [#sweep] hands what leaves the window.
public final class SeriesStore implements SeriesView {

  /// @param keep how long samples are kept
  /// @param maxSeries how many series at the most; more are refused and counted
  public record Bounds(Duration keep, int maxSeries) {
    public static final Bounds DEFAULT = new Bounds(Duration.ofMinutes(15), 10_000);
  }

  private final Bounds bounds;
  private final long keepMillis;

  /// the writer's own
  private final Map<SeriesId, Ring> rings = new HashMap<>();

  private final SharedTimes times = new SharedTimes();
  private final Map<String, List<Series>> byName = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong outOfOrder = new AtomicLong();
  private final AtomicLong clockJumps = new AtomicLong();

  public SeriesStore(Bounds bounds) {
    this.bounds = bounds;
    this.keepMillis = bounds.keep().toMillis();
  }

  /// Takes samples of one moment. For the writing thread.
  ///
  /// @param epochMillis the samples' time
  /// @param staleAfter how old a series' latest sample may become before the series counts as gone:
  ///   three intervals of the collector that yields it
  public SampleSink appender(long epochMillis, Duration staleAfter) {
    long staleMillis = staleAfter.toMillis();
    return (series, value) -> append(series, epochMillis, value, staleMillis);
  }

  /// Ends a series at once: nothing is seen of it from this moment on until its next sample. For
  /// the writing thread.
  public void markStale(SeriesId series, long epochMillis) {
    var ring = rings.get(series);
    if (ring != null && ring.newestTime() < epochMillis) {
      ring.append(epochMillis, Staleness.MARKER, keepMillis, times);
    }
  }

  private void append(SeriesId series, long epochMillis, double value, long staleMillis) {
    var ring = rings.get(series);
    if (ring == null) {
      if (rings.size() >= bounds.maxSeries()) {
        refused.incrementAndGet();
        return;
      }
      begin(series, epochMillis, value, staleMillis);
      return;
    }
    ring.staleAfter(staleMillis);
    long newest = ring.newestTime();
    if (epochMillis > newest) {
      ring.append(epochMillis, value, keepMillis, times);
    } else if (newest - epochMillis <= staleMillis) {
      outOfOrder.incrementAndGet();
    } else {
      // The wall clock was set back. To wait until it has caught up would be to see nothing for as
      // long; what is in the future now can't be placed any more.
      clockJumps.incrementAndGet();
      remove(ring);
      begin(series, epochMillis, value, staleMillis);
    }
  }

  private void begin(SeriesId series, long epochMillis, double value, long staleMillis) {
    var ring = new Ring(series);
    ring.append(epochMillis, value, keepMillis, times);
    ring.staleAfter(staleMillis);
    rings.put(series, ring);
    publish(series.metric(), ring);
  }

  private void remove(Ring ring) {
    rings.remove(ring.id());
    var left = new ArrayList<>(named(ring.id().metric()));
    left.remove(ring);
    if (left.isEmpty()) {
      byName.remove(ring.id().metric());
    } else {
      byName.put(ring.id().metric(), List.copyOf(left));
    }
    generation.incrementAndGet();
  }

  /// Forgets the series whose samples have all left the window. For the writing thread, every few
  /// seconds.
  public void sweep(long epochMillis) {
    var gone = new ArrayList<Ring>();
    for (var ring : rings.values()) {
      if (ring.newestTime() <= epochMillis - keepMillis) {
        gone.add(ring);
      }
    }
    for (var ring : gone) {
      remove(ring);
    }
  }

  private void publish(String metric, Series added) {
    var list = new ArrayList<>(named(metric));
    list.add(added);
    byName.put(metric, List.copyOf(list));
    generation.incrementAndGet();
  }

  @Override
  public long generation() {
    return generation.get();
  }

  @Override
  public List<Series> named(String metric) {
    return byName.getOrDefault(metric, List.of());
  }

  @Override
  public List<Series> all() {
    var all = new ArrayList<Series>();
    byName.values().forEach(all::addAll);
    return all;
  }

  /// How long samples are kept.
  public Duration keep() {
    return bounds.keep();
  }

  /// How many series there are. For the writing thread.
  public int size() {
    return rings.size();
  }

  /// Samples of new series that were not taken because there are too many.
  public long refused() {
    return refused.get();
  }

  /// Samples that were dropped since a later one was there already.
  public long outOfOrder() {
    return outOfOrder.get();
  }

  /// Series that were begun anew since the wall clock had been set back.
  public long clockJumps() {
    return clockJumps.get();
  }

  /// An estimate of the memory that the samples take.
  public long bytes() {
    long sum = 0;
    for (var list : byName.values()) {
      for (var series : list) {
        sum += ((Ring) series).bytes();
      }
    }
    return sum;
  }
}
