package dev.lockkeeper.series;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;

/// One series' samples: a ring of chunks, the newest of them open.
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

  /// all samples behind this moment are still here
  private volatile long wholeSince = Long.MIN_VALUE;

  Ring(SeriesId id) {
    this.id = id;
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
    return now.length == 0 ? Long.MIN_VALUE : now[now.length - 1].newestTime();
  }

  void append(long epochMillis, double value, long keepMillis, SharedTimes times) {
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
      wholeSince = now[from - 1].newestTime();
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
    return Staleness.MARKER;
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
    return Long.MIN_VALUE;
  }

  @Override
  public long wholeSince() {
    return wholeSince;
  }

  @Override
  public void read(long fromExclusive, long toInclusive, SampleWindow window) {
    window.clear();
    var now = chunks;
    int first = now.length - 1;
    while (first > 0 && now[first].baseTime() > fromExclusive) {
      first--;
    }
    for (int c = Math.max(first, 0); c < now.length; c++) {
      if (!now[c].copy(fromExclusive, toInclusive, window)) {
        return;
      }
    }
  }

  long bytes() {
    var now = chunks;
    long sum = 64;
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
