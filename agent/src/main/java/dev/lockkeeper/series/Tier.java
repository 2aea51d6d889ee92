package dev.lockkeeper.series;

import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.Staleness;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One series' samples as buckets of one width, the newest ones not yet among them: those are still
/// in a finer tier.
///
/// A bucket holds what lies in `(n × width, (n + 1) × width]` of the wall clock: open on the left
/// like PromQL's windows, so that a window of whole widths which ends at one cuts none. A marker of
/// staleness ends a bucket early and stands between two.
///
/// Written by one thread, read by any ([Ring]).
final class Tier {
  /// Buckets of a chunk. Chunks begin at the same moments for all series, so that these can share
  /// what they have in common.
  static final int IN_CHUNK = 120;

  private final long widthMillis;
  private final Spans shared;
  private final Bucket open = new Bucket();
  private long openUntil = Long.MIN_VALUE;
  private volatile BucketChunk[] chunks = {};

  /// what takes closed buckets to make larger ones of them
  private volatile @Nullable Tier coarser;

  Tier(long widthMillis, Spans shared) {
    this.widthMillis = widthMillis;
    this.shared = shared;
  }

  // ---- the writer's -----------------------------------------------------------------------------

  @Nullable Tier coarser() {
    return coarser;
  }

  /// Puts a coarser tier behind this one, filled with what is here, or takes it away.
  void coarser(@Nullable Tier tier) {
    if (tier != null) {
      for (var chunk : chunks) {
        for (var cursor = chunk.cursor(); cursor.next(); ) {
          if (cursor.marker()) {
            tier.markStale(cursor.lastTime());
          } else {
            tier.add(cursor.bucket());
          }
        }
      }
    }
    coarser = tier;
  }

  void add(long epochMillis, double value) {
    if (epochMillis > openUntil) {
      close();
      openUntil = end(epochMillis);
    }
    open.add(epochMillis, value);
  }

  /// Takes samples that are summed up already, in narrower buckets.
  void add(Bucket bucket) {
    if (bucket.lastTime() > openUntil) {
      close();
      openUntil = end(bucket.lastTime());
    }
    open.add(bucket);
  }

  /// The end of the bucket that a moment belongs to.
  private long end(long epochMillis) {
    return (Math.floorDiv(epochMillis - 1, widthMillis) + 1) * widthMillis;
  }

  /// The series was marked stale.
  void markStale(long epochMillis) {
    close();
    var now = chunks;
    if (now.length > 0) {
      appendable(now, epochMillis, Scale.WHOLE).end(shared.span(epochMillis, epochMillis, 0));
    }
    var behind = coarser;
    if (behind != null) {
      behind.markStale(epochMillis);
    }
  }

  /// Ends the open bucket, if there is any: its series has no more samples for now.
  void close() {
    openUntil = Long.MIN_VALUE;
    if (open.isEmpty()) {
      return;
    }
    var span = shared.span(open.firstTime(), open.lastTime(), open.count());
    var now = chunks;
    var chunk = appendable(now, open.firstTime(), Scale.KIBI.fitting(open.last()));
    while (!chunk.append(span, open)) {
      var finer = chunk.scale().finer();
      chunk = next(chunks, chunk.count() == 0, open.firstTime(), finer);
    }
    var behind = coarser;
    if (behind != null) {
      behind.add(open);
    }
    open.clear();
  }

  /// The newest chunk, or one begun behind it.
  private BucketChunk appendable(BucketChunk[] now, long firstTime, Scale scale) {
    if (now.length == 0) {
      return next(now, false, firstTime, scale);
    }
    var newest = now[now.length - 1];
    long chunkMillis = widthMillis * IN_CHUNK;
    boolean belongs =
        Math.floorDiv(firstTime - 1, chunkMillis)
            == Math.floorDiv(newest.baseTime() - 1, chunkMillis);
    return belongs && newest.open() ? newest : next(now, false, firstTime, newest.scale());
  }

  /// @param replacing whether the newest chunk holds nothing and goes
  private BucketChunk next(BucketChunk[] now, boolean replacing, long firstTime, Scale scale) {
    int kept = now.length - (replacing ? 1 : 0);
    var next = Arrays.copyOf(now, kept + 1);
    if (kept > 0) {
      next[kept - 1] = next[kept - 1].sealed(shared);
    }
    next[kept] = new BucketChunk(firstTime, scale);
    chunks = next;
    return next[kept];
  }

  void clear() {
    open.clear();
    openUntil = Long.MIN_VALUE;
    chunks = new BucketChunk[0];
    var behind = coarser;
    if (behind != null) {
      behind.clear();
    }
  }

  /// Lets go of the chunks that lie before a moment.
  void trim(long epochMillis) {
    var now = chunks;
    int from = 0;
    while (from < now.length && now[from].newestTime() <= epochMillis) {
      from++;
    }
    if (from > 0) {
      chunks = Arrays.copyOfRange(now, from, now.length);
    }
  }

  /// Puts what another tier of this width has before what is here, as far as it is older.
  void precede(Tier older) {
    older.close();
    var before = older.chunks;
    var now = chunks;
    long oldest =
        now.length > 0 ? now[0].baseTime() : open.isEmpty() ? Long.MAX_VALUE : open.firstTime();
    int taken = before.length;
    while (taken > 0 && before[taken - 1].newestTime() >= oldest) {
      taken--;
    }
    var all = Arrays.copyOf(before, taken + now.length);
    if (taken > 0) {
      all[taken - 1] = all[taken - 1].sealed(shared);
    }
    System.arraycopy(now, 0, all, taken, now.length);
    chunks = all;
    var behind = coarser;
    var behindOlder = older.coarser;
    if (behind != null && behindOlder != null) {
      behind.precede(behindOlder);
    }
  }

  // ---- any reader's -----------------------------------------------------------------------------

  boolean isEmpty() {
    return chunks.length == 0;
  }

  /// The time of the oldest sample; [Long#MAX_VALUE] when there is none.
  long oldestTime() {
    var now = chunks;
    return now.length == 0 ? Long.MAX_VALUE : now[0].baseTime();
  }

  /// The time of the newest sample in a closed bucket; [Long#MIN_VALUE] when there is none.
  long newestTime() {
    var now = chunks;
    return now.length == 0 ? Long.MIN_VALUE : now[now.length - 1].newestTime();
  }

  /// The same, of this tier or the one behind it.
  long newestOfAll() {
    var behind = coarser;
    return behind == null ? newestTime() : Math.max(newestTime(), behind.newestTime());
  }

  /// Adds the buckets with samples later than `after` that begin before `before` and not later than
  /// `to`; those that an edge cuts, as such.
  ///
  /// @param markers whether to give markers of staleness as well
  /// @return the time up to which samples are in the window now: at least `after`
  long read(long after, long to, long before, boolean markers, SampleWindow window) {
    var now = chunks;
    int first = now.length - 1;
    if (first < 0 || now[0].baseTime() >= before) {
      return after;
    }
    while (first > 0 && now[first].baseTime() > after) {
      first--;
    }
    long reached = after;
    for (int c = first; c < now.length; c++) {
      for (var cursor = now[c].cursor(); cursor.next(); ) {
        if (cursor.firstTime() >= before || cursor.firstTime() > to) {
          return reached;
        }
        if (cursor.lastTime() <= after) {
          continue;
        }
        reached = cursor.lastTime();
        if (cursor.marker()) {
          if (markers) {
            window.add(cursor.lastTime(), Staleness.MARKER);
          }
        } else if (cursor.lastTime() > to) {
          window.addCutAtEnd(cursor.bucket());
        } else if (cursor.firstTime() <= after) {
          window.addCutAtStart(cursor.bucket());
        } else {
          window.add(cursor.bucket());
        }
      }
    }
    return reached;
  }

  /// The bucket that holds a moment, or the last one before it.
  ///
  /// @return null when there is none, or the series was marked stale since
  @Nullable Bucket at(long epochMillis) {
    var now = chunks;
    int c = now.length - 1;
    while (c >= 0 && now[c].baseTime() > epochMillis) {
      c--;
    }
    if (c < 0) {
      return null;
    }
    var found = new Bucket();
    for (var cursor = now[c].cursor(); cursor.next() && cursor.firstTime() <= epochMillis; ) {
      if (cursor.marker()) {
        found.clear();
      } else {
        found.set(cursor.bucket());
      }
    }
    return found.isEmpty() ? null : found;
  }

  long bytes() {
    long sum = 96 + 48 + 16;
    for (var chunk : chunks) {
      sum += 4 + chunk.bytes();
    }
    var behind = coarser;
    return behind == null ? sum : sum + behind.bytes();
  }
}
