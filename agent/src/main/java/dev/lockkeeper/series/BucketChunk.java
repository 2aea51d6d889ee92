package dev.lockkeeper.series;

import dev.lockkeeper.model.Bucket;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Consecutive buckets of one series, packed. As with [Chunk], the writer publishes each by the
/// count; what stands below the count never changes.
final class BucketChunk {
  private static final int FIRST_SPANS = 8;
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(BucketChunk.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long baseTime;
  private final Scale scale;
  private volatile byte[] data;

  /// while open
  private volatile Span @Nullable [] spans;

  /// sealed: [Spans#pack]
  private final byte @Nullable [] packedSpans;

  /// while open
  private final @Nullable BucketEncoder encoder;

  private volatile long newestTime;

  @SuppressWarnings("UnusedVariable") // written and read through COUNT
  private int count;

  BucketChunk(long baseTime, Scale scale) {
    this.baseTime = baseTime;
    this.scale = scale;
    encoder = new BucketEncoder(scale, new BytesOut(16));
    data = encoder.out().array();
    spans = new Span[FIRST_SPANS];
    packedSpans = null;
    newestTime = baseTime;
  }

  private BucketChunk(BucketChunk open, byte[] data, byte[] packedSpans) {
    baseTime = open.baseTime;
    scale = open.scale;
    this.data = data;
    this.packedSpans = packedSpans;
    spans = null;
    encoder = null;
    newestTime = open.newestTime;
    COUNT.setRelease(this, open.count());
  }

  int count() {
    return (int) COUNT.getAcquire(this);
  }

  long baseTime() {
    return baseTime;
  }

  long newestTime() {
    return newestTime;
  }

  Scale scale() {
    return scale;
  }

  boolean open() {
    return encoder != null;
  }

  /// @return false, with nothing changed, when the bucket needs a finer scale
  boolean append(Span span, Bucket bucket) {
    var encoder = Objects.requireNonNull(this.encoder);
    if (!encoder.append(bucket)) {
      return false;
    }
    publish(span);
    return true;
  }

  /// The series was marked stale.
  void end(Span marker) {
    publish(marker);
  }

  @SuppressWarnings("ReferenceEquality") // whether the array was replaced by a larger one
  private void publish(Span span) {
    var array = Objects.requireNonNull(encoder).out().array();
    if (array != data) {
      data = array;
    }
    int n = count();
    var known = Objects.requireNonNull(spans);
    if (n == known.length) {
      known = Arrays.copyOf(known, n * 2);
      known[n] = span;
      spans = known;
    } else {
      known[n] = span;
    }
    newestTime = span.lastTime();
    COUNT.setRelease(this, n + 1);
  }

  BucketChunk sealed(Spans shared) {
    var encoder = this.encoder;
    if (encoder == null) {
      return this;
    }
    return new BucketChunk(
        this, encoder.out().copy(), shared.pack(Objects.requireNonNull(spans), count()));
  }

  /// Goes through the buckets as they are at this moment.
  BucketCursor cursor() {
    int n = count();
    var spans = this.spans;
    return new BucketCursor(baseTime, scale, data, spans, packedSpans, n);
  }

  /// An estimate; packed spans are not counted, which many series share.
  long bytes() {
    var spans = this.spans;
    return 56
        + 16
        + data.length
        + (spans == null ? 0 : 16 + 4L * spans.length)
        + (encoder == null ? 0 : 40 + 24);
  }
}
