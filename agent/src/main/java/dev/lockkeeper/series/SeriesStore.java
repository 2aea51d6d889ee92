package dev.lockkeeper.series;

import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SampleWindow;
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

/// Samples in memory, bounded, in tiers: every single one for 15 minutes, buckets of 15 seconds for
/// 6 hours ([dev.lockkeeper.model.Bucket]), and buckets of 5 minutes for as long as the longest
/// window that a rule has, of what such rules read.
///
/// One thread writes; any thread reads, without locks and without making the writer wait: samples
/// are appended to chunks that are published by their count, and everything else that readers see
/// is replaced as a whole ([Ring], [Tier]).
///
/// Memory: 16 MB for up to 1,500 series at a sample a second, and as much for each one more up to
/// twice that. Most numbers that a machine tells are whole or decimal, and many never change: that
/// is kept in a byte or two each. Where there is more to keep all the same, the tiers reach back
/// less far, buckets first.
public final class SeriesStore implements SeriesView {
  /// Width of the buckets of the second tier.
  public static final Duration BUCKET = Duration.ofSeconds(15);

  /// Width of the buckets of the third tier.
  public static final Duration WIDE_BUCKET = Duration.ofMinutes(5);

  /// The longest window that is kept for a rule.
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final int SERIES_BOUNDED_TOGETHER = 1500;

  private static final long MEASURE_EVERY_MILLIS = 60_000;

  /// Rules look at so much at least.
  private static final long LEAST_KEEP_MILLIS = 5 * 60_000;

  /// Milliseconds of one chunk of the second tier: it grows and shrinks by these.
  private static final long CHUNK_MILLIS = BUCKET.toMillis() * Tier.IN_CHUNK;

  /// @param keep how long every single sample is kept
  /// @param keepBuckets how long buckets are
  /// @param maxSeries how many series at the most; more are refused and counted
  /// @param maxBytes for up to 1,500 series, and so much by 1,500 for each one more
  /// @param mostBytes for any number of series
  public record Bounds(
      Duration keep, Duration keepBuckets, int maxSeries, long maxBytes, long mostBytes) {
    /// For a heap of 64 MB.
    public static final Bounds DEFAULT =
        new Bounds(Duration.ofMinutes(15), Duration.ofHours(6), 10_000, 16_000_000, 32_000_000);

    /// With the other bounds as usual.
    public Bounds(Duration keep, int maxSeries) {
      this(keep, DEFAULT.keepBuckets, maxSeries, DEFAULT.maxBytes, DEFAULT.mostBytes);
    }

    /// For a store that is read back beside one that runs.
    public Bounds besides() {
      return new Bounds(keep, keepBuckets, maxSeries, maxBytes, maxBytes);
    }
  }

  private final Bounds bounds;
  private final long wantedKeepMillis;
  private final long wantedBucketMillis;

  /// how long samples are kept at the moment
  private volatile long keepMillis;

  /// how long buckets are kept at the moment: less than wanted where memory does not suffice
  private volatile long bucketMillis;

  /// by metric: how long wide buckets of it are kept
  private Map<String, Long> wideMillis = Map.of();

  /// the writer's own
  private final Map<SeriesId, Ring> rings = new HashMap<>();

  private final SharedTimes times = new SharedTimes();
  private final Spans spans = new Spans();
  private final Spans wideSpans = new Spans();
  private final Map<String, List<Series>> byName = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong outOfOrder = new AtomicLong();
  private final AtomicLong clockJumps = new AtomicLong();
  private boolean crowded;
  private long measuredAt;
  private volatile long measuredBytes;

  public SeriesStore(Bounds bounds) {
    this.bounds = bounds;
    this.wantedKeepMillis = bounds.keep().toMillis();
    this.keepMillis = wantedKeepMillis;
    this.wantedBucketMillis = Math.max(wantedKeepMillis, bounds.keepBuckets().toMillis());
    this.bucketMillis = wantedBucketMillis;
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
        crowded = true;
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
      forget(ring);
      begin(series, epochMillis, value, staleMillis);
    }
  }

  private void begin(SeriesId series, long epochMillis, double value, long staleMillis) {
    var ring = new Ring(series, newTier(series.metric()));
    ring.append(epochMillis, value, keepMillis, times);
    ring.staleAfter(staleMillis);
    rings.put(series, ring);
    publish(series.metric(), ring);
  }

  private Tier newTier(String metric) {
    var tier = new Tier(BUCKET.toMillis(), spans);
    if (wideMillis.containsKey(metric)) {
      tier.coarser(new Tier(WIDE_BUCKET.toMillis(), wideSpans));
    }
    return tier;
  }

  /// Says what rules look at for longer than the second tier reaches: of these metrics wide buckets
  /// are kept from now on, and of no others. For the writing thread.
  ///
  /// @param windows by metric, how far rules look back at it
  public void keepFor(Map<String, Duration> windows) {
    var wide = new HashMap<String, Long>();
    windows.forEach((metric, window) -> {
      if (window.toMillis() > wantedBucketMillis) {
        wide.put(metric, Math.min(window.toMillis(), LONGEST.toMillis()));
      }
    });
    wideMillis = wide;
    for (var ring : rings.values()) {
      var tier = ring.tier();
      boolean wanted = wide.containsKey(ring.id().metric());
      if (wanted != (tier.coarser() != null)) {
        tier.coarser(wanted ? new Tier(WIDE_BUCKET.toMillis(), wideSpans) : null);
      }
    }
  }

  /// How far back samples of a metric are kept, in whatever tier.
  public Duration reach(String metric) {
    long buckets = Math.max(keepMillis, bucketMillis);
    return Duration.ofMillis(Math.max(buckets, wideMillis.getOrDefault(metric, 0L)));
  }

  /// Puts what another store holds before what is here, as far as it is older: what was in memory
  /// before a restart. The other one is used up. For the writing thread.
  ///
  /// @return how many series of it are taken
  public int precede(SeriesStore older) {
    int taken = 0;
    for (var ring : older.rings.values()) {
      var here = rings.get(ring.id());
      if (here != null) {
        here.precede(ring, times);
        taken++;
      } else if (rings.size() < bounds.maxSeries()) {
        var fresh = new Ring(ring.id(), newTier(ring.id().metric()));
        fresh.precede(ring, times);
        fresh.staleAfter(ring.staleAfterMillis());
        rings.put(ring.id(), fresh);
        publish(ring.id().metric(), fresh);
        taken++;
      }
    }
    return taken;
  }

  /// Lets go of what has become too old, forgets the series of which nothing is left, and holds the
  /// bound on memory. For the writing thread, every few seconds.
  public void sweep(long epochMillis) {
    var gone = new ArrayList<Ring>();
    for (var ring : rings.values()) {
      long newest = ring.newestTime();
      if (newest <= epochMillis - keepMillis) {
        // It has ended: nothing but time lets go of its samples.
        ring.tier().close();
        ring.trim(epochMillis - keepMillis);
        if (crowded || nothingLeft(ring, epochMillis)) {
          gone.add(ring);
        }
      }
    }
    gone.forEach(this::forget);
    crowded = false;
    if (epochMillis - measuredAt >= MEASURE_EVERY_MILLIS || epochMillis < measuredAt) {
      measuredAt = epochMillis;
      holdBounds(epochMillis);
    }
  }

  private boolean nothingLeft(Ring ring, long epochMillis) {
    long wide = wideMillis.getOrDefault(ring.id().metric(), 0L);
    return ring.newestTime() <= epochMillis - Math.max(bucketMillis, wide);
  }

  private void forget(Ring ring) {
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

  /// Lets go of the oldest until the rest is within the bound on memory. For the writing thread.
  public void holdBounds(long epochMillis) {
    trim(epochMillis);
    long most = maxBytes();
    long bytes = bytes();
    while (bytes > most && shorten()) {
      trim(epochMillis);
      bytes = bytes();
    }
    measuredBytes = bytes;
    if (bytes < most - most / 4) {
      lengthen();
    }
  }

  /// @return false when it can't be made less
  private boolean shorten() {
    if (bucketMillis > 0) {
      bucketMillis = Math.max(0, bucketMillis - CHUNK_MILLIS);
      return true;
    }
    if (keepMillis > LEAST_KEEP_MILLIS) {
      keepMillis = Math.max(LEAST_KEEP_MILLIS, keepMillis - MEASURE_EVERY_MILLIS);
      return true;
    }
    return false;
  }

  private void lengthen() {
    if (keepMillis < wantedKeepMillis) {
      keepMillis = Math.min(wantedKeepMillis, keepMillis + MEASURE_EVERY_MILLIS);
    } else if (bucketMillis < wantedBucketMillis) {
      bucketMillis = Math.min(wantedBucketMillis, bucketMillis + CHUNK_MILLIS);
    }
  }

  private void trim(long epochMillis) {
    for (var ring : rings.values()) {
      if (keepMillis < wantedKeepMillis) {
        ring.trim(epochMillis - keepMillis);
      }
      var tier = ring.tier();
      tier.trim(epochMillis - bucketMillis);
      var wide = tier.coarser();
      if (wide != null) {
        wide.trim(epochMillis - wideMillis.getOrDefault(ring.id().metric(), 0L));
      }
    }
  }

  /// How much memory the samples may take, for as many series as there are.
  public long maxBytes() {
    long series = Math.max(SERIES_BOUNDED_TOGETHER, rings.size());
    return Math.min(bounds.mostBytes(), bounds.maxBytes() / SERIES_BOUNDED_TOGETHER * series);
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

  /// How long every single sample is kept at the moment.
  public Duration keep() {
    return Duration.ofMillis(keepMillis);
  }

  /// How long buckets are kept at the moment: less than the bounds say where memory does not
  /// suffice.
  public Duration keepBuckets() {
    return Duration.ofMillis(bucketMillis);
  }

  /// Gives all that is kept of every series in `(fromExclusive, toInclusive]`, with markers of
  /// staleness. For any thread.
  public void readAll(
      long fromExclusive, long toInclusive, SampleWindow window, SeriesReader reader) {
    for (var list : byName.values()) {
      for (var series : list) {
        var ring = (Ring) series;
        if (ring.newestTime() > fromExclusive) {
          ring.read(fromExclusive, toInclusive, true, window);
          if (window.size() > 0) {
            reader.read(ring.id(), ring.staleAfterMillis(), window);
          }
        }
      }
    }
  }

  /// Takes what [#readAll] finds.
  @FunctionalInterface
  public interface SeriesReader {
    /// @param samples valid during the call only
    void read(SeriesId series, long staleAfterMillis, SampleWindow samples);
  }

  /// Takes a stretch of one series that was kept elsewhere, oldest first and later than all that is
  /// here of it; for a store that is to [#precede] another one.
  ///
  /// @param samplesFrom what is not later goes into buckets only, milliseconds since the Unix epoch
  public void put(SeriesId series, long staleAfterMillis, SampleWindow samples, long samplesFrom) {
    var ring = rings.get(series);
    if (ring == null) {
      if (rings.size() >= bounds.maxSeries()) {
        refused.incrementAndGet();
        return;
      }
      ring = new Ring(series, newTier(series.metric()));
      rings.put(series, ring);
      publish(series.metric(), ring);
    }
    ring.staleAfter(staleAfterMillis);
    ring.put(samples, samplesFrom, keepMillis, times);
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

  /// [#bytes], as it was within the last minute.
  public long bytesAtLastLook() {
    return measuredBytes;
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
