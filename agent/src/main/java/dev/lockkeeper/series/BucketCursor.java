package dev.lockkeeper.series;

import dev.lockkeeper.model.Bucket;
import org.jspecify.annotations.Nullable;

/// Goes through a chunk's buckets, the oldest first.
final class BucketCursor {
  private final Bucket bucket = new Bucket();
  private final BucketDecoder decoder;
  private final Span @Nullable [] spans;
  private final @Nullable BytesIn times;
  private final int count;
  private int index = -1;
  private long firstTime;
  private long lastTime;
  private int samples;

  BucketCursor(
      long baseTime,
      Scale scale,
      byte[] data,
      Span @Nullable [] spans,
      byte @Nullable [] packedSpans,
      int count) {
    decoder = new BucketDecoder(scale, new BytesIn(data, 0, data.length));
    this.spans = spans;
    times = packedSpans == null ? null : new BytesIn(packedSpans, 0, packedSpans.length);
    this.count = count;
    lastTime = baseTime;
  }

  /// @return false at the end
  boolean next() {
    if (++index >= count) {
      return false;
    }
    if (times != null) {
      firstTime = lastTime + times.nextUnsigned();
      lastTime = firstTime + times.nextUnsigned();
      samples = (int) times.nextUnsigned();
    } else if (spans != null) {
      var span = spans[index];
      firstTime = span.firstTime();
      lastTime = span.lastTime();
      samples = span.count();
    }
    if (samples > 0) {
      decoder.next(firstTime, lastTime, samples, bucket);
    }
    return true;
  }

  /// Whether this is no bucket, but the series was marked stale at [#lastTime].
  boolean marker() {
    return samples == 0;
  }

  long firstTime() {
    return firstTime;
  }

  long lastTime() {
    return lastTime;
  }

  /// Valid until the next call of [#next], and only where this is no marker.
  Bucket bucket() {
    return bucket;
  }
}
