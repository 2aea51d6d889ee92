package dev.lockkeeper.series;

import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One series' samples: every single one of the last minutes in a ring of chunks, the newest of
/// them open; what was longer ago in buckets ([Tier]). Each sample goes into both at once, so that
/// they overlap, and a reader takes from the tier what lies before the ring's oldest sample.
///
/// The writer replaces the array of chunks when one is added, grown or dropped (about once a minute
/// at a sample a second); a reader works on the array that it found, which stays valid.
///
/// A ring is bounded by time, and by 160 chunks for series that are sampled more often: at a probe
/// every 100 ms that is still 17 minutes in full resolution, at 110 KB for each of its few series.
final class Ring implements SeriesView.Series {
  private static final int MAX_CHUNKS = 160;

  private final SeriesId id;
  private volatile Chunk[] chunks = new Chunk[0];
  private volatile long staleAfterMillis;
  private final Tier tier;

  /// whether no sample was let go of as such
  private volatile boolean complete = true;

  /// before this moment samples came later than those behind it
  private volatile long precededBefore = Long.MIN_VALUE;

  Ring(SeriesId id, Tier tier) {
    this.id = id;
    this.tier = tier;
  }

  @Override
  public SeriesId id() {
    return id;
  }

  void staleAfter(long millis) {
    if (staleAfterMillis != millis) {
      staleAfterMillis = millis;
    }
  }

  long newestTime() {
    var now = chunks;
    return now.length == 0 ? tier.newestOfAll() : now[now.length - 1].newestTime();
  }

  /// Whether single samples are left, or buckets only.
  boolean hasSamples() {
    return chunks.length > 0;
  }

  long staleAfterMillis() {
    return staleAfterMillis;
  }

  Tier tier() {
    return tier;
  }

  void append(long epochMillis, double value, long keepMillis, SharedTimes times) {
    if (Staleness.isMarker(value)) {
      tier.markStale(epochMillis);
    } else {
      tier.add(epochMillis, value);
    }
    appendSample(epochMillis, value, keepMillis, times);
  }

  /// Takes samples that were kept elsewhere, as [SeriesStore#put].
  void put(SampleWindow samples, long samplesFrom, long keepMillis, SharedTimes times) {
    var bucket = new Bucket();
    complete = false;
    for (int i = 0; i < samples.size(); i++) {
      long time = samples.time(i);
      double value = samples.value(i);
      if (samples.count(i) > 1) {
        samples.bucket(i, bucket);
        tier.add(bucket);
      } else if (time > samplesFrom) {
        append(time, value, keepMillis, times);
      } else if (Staleness.isMarker(value)) {
        tier.markStale(time);
      } else {
        tier.add(time, value);
      }
    }
  }

  /// Lets go of single samples before a moment, by whole chunks.
  void trim(long epochMillis) {
    var now = chunks;
    int from = 0;
    while (from < now.length && now[from].newestTime() <= epochMillis) {
      from++;
    }
    if (from > 0) {
      complete = false;
      chunks = Arrays.copyOfRange(now, from, now.length);
    }
  }

  /// Puts what another ring of this series has before what is here, as far as it is older.
  void precede(Ring older, SharedTimes times) {
    tier.precede(older.tier);
    var before = older.chunks;
    var now = chunks;
    complete = false;
    precededBefore = now.length == 0 ? Long.MIN_VALUE : now[0].baseTime() - 1;
    int taken = before.length;
    while (taken > 0 && now.length > 0 && before[taken - 1].newestTime() >= now[0].baseTime()) {
      taken--;
    }
    if (taken == 0) {
      return;
    }
    var all = Arrays.copyOf(before, taken + now.length);
    if (now.length > 0) {
      all[taken - 1] = all[taken - 1].sealed(times);
    }
    System.arraycopy(now, 0, all, taken, now.length);
    chunks = all;
  }

  private void appendSample(long epochMillis, double value, long keepMillis, SharedTimes times) {
    var now = chunks;
    int last = now.length - 1;
    if (last >= 0 && now[last].tryAppend(epochMillis, value)) {
      return;
    }
    if (last >= 0 && now[last].canGrow(epochMillis)) {
      var grown = now.clone();
      grown[last] = now[last].grown();
      grown[last].tryAppend(epochMillis, value);
      chunks = grown;
      return;
    }
    int from = Math.max(0, now.length + 1 - MAX_CHUNKS);
    while (from < now.length && now[from].newestTime() <= epochMillis - keepMillis) {
      from++;
    }
    if (from > 0) {
      complete = false;
    }
    var next = new Chunk[now.length - from + 1];
    System.arraycopy(now, from, next, 0, now.length - from);
    if (next.length > 1) {
      next[next.length - 2] = next[next.length - 2].sealed(times);
    }
    next[next.length - 1] = new Chunk(epochMillis, now.length == 0);
    next[next.length - 1].tryAppend(epochMillis, value);
    chunks = next;
  }

  @Override
  public double valueAt(long epochMillis) {
    var now = chunks;
    for (int c = now.length - 1; c >= 0; c--) {
      var chunk = now[c];
      int index = chunk.lastAtOrBefore(epochMillis);
      if (index >= 0) {
        return epochMillis - chunk.time(index) > staleAfterMillis
            ? Staleness.MARKER
            : chunk.value(index);
      }
    }
    var bucket = bucketAt(epochMillis);
    if (bucket == null) {
      return Staleness.MARKER;
    }
    if (epochMillis < bucket.lastTime()) {
      return bucket.first();
    }
    return epochMillis - bucket.lastTime() > staleAfterMillis ? Staleness.MARKER : bucket.last();
  }

  private @Nullable Bucket bucketAt(long epochMillis) {
    var from = tier;
    var coarser = tier.coarser();
    if (coarser != null && epochMillis < tier.oldestTime()) {
      from = coarser;
    }
    return from.at(epochMillis);
  }

  @Override
  public long timeAt(long epochMillis) {
    var now = chunks;
    for (int c = now.length - 1; c >= 0; c--) {
      int index = now[c].lastAtOrBefore(epochMillis);
      if (index >= 0) {
        return now[c].time(index);
      }
    }
    var bucket = bucketAt(epochMillis);
    if (bucket == null) {
      return Long.MIN_VALUE;
    }
    return epochMillis < bucket.lastTime() ? bucket.firstTime() : bucket.lastTime();
  }

  @Override
  public long wholeSince() {
    var now = chunks;
    if (complete) {
      return precededBefore;
    }
    return now.length == 0 ? Long.MAX_VALUE : Math.max(precededBefore, now[0].baseTime() - 1);
  }

  @Override
  public void read(long fromExclusive, long toInclusive, SampleWindow window) {
    read(fromExclusive, toInclusive, false, window);
  }

  /// @param markers whether to give markers of staleness as well
  void read(long fromExclusive, long toInclusive, boolean markers, SampleWindow window) {
    window.clear();
    var now = chunks;
    long from = fromExclusive;
    long oldest = now.length == 0 ? Long.MAX_VALUE : now[0].baseTime();
    if (from < oldest - 1) {
      from = readBuckets(from, toInclusive, oldest, markers, window);
    }
    if (from < toInclusive) {
      readSamples(now, from, toInclusive, markers, window);
    }
  }

  private long readBuckets(
      long fromExclusive, long to, long before, boolean markers, SampleWindow window) {
    long from = fromExclusive;
    var coarser = tier.coarser();
    if (coarser != null) {
      long oldest = tier.oldestTime();
      if (from < oldest - 1) {
        from = coarser.read(from, to, Math.min(oldest, before), markers, window);
      }
    }
    return from < to ? tier.read(from, to, before, markers, window) : from;
  }

  private static void readSamples(
      Chunk[] now, long fromExclusive, long toInclusive, boolean markers, SampleWindow window) {
    int first = now.length - 1;
    while (first > 0 && now[first].baseTime() > fromExclusive) {
      first--;
    }
    for (int c = Math.max(first, 0); c < now.length; c++) {
      if (!now[c].copy(fromExclusive, toInclusive, markers, window)) {
        return;
      }
    }
  }

  long bytes() {
    var now = chunks;
    long sum = 64 + tier.bytes();
    for (int c = 0; c < now.length; c++) {
      sum += now[c].bytes(c == now.length - 1);
    }
    return sum;
  }

  @Override
  public String toString() {
    return id + " " + chunks.length + " chunks";
  }
}
