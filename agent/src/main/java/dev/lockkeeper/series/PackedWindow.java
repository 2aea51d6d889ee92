package dev.lockkeeper.series;

import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.Staleness;

/// A window's samples in few bytes, times apart from values, since series of one collector share
/// their times. Exact, buckets and markers of staleness included.
public final class PackedWindow {
  private static final int SAMPLES = 0;
  private static final int BUCKETS = 1;

  /// values that are all the same
  private static final int CONSTANT = 0x40;

  private PackedWindow() {}

  /// @param base a time not later than the first one, milliseconds since the Unix epoch
  public static void writeTimes(SampleWindow window, long base, BytesOut out) {
    int n = window.size();
    out.putByte(window.coarse() ? BUCKETS : SAMPLES);
    out.putUnsigned(n);
    long before = base;
    long step = 0;
    for (int i = 0; i < n; i++) {
      if (window.coarse()) {
        out.putUnsigned(window.firstTime(i) - before);
        out.putUnsigned(window.time(i) - window.firstTime(i));
        out.putUnsigned(Staleness.isMarker(window.value(i)) ? 0 : window.count(i));
      } else {
        long next = window.time(i) - before;
        out.putSigned(next - step);
        step = next;
      }
      before = window.time(i);
    }
  }

  public static void writeValues(SampleWindow window, BytesOut out) {
    if (window.coarse()) {
      writeBuckets(window, out);
      return;
    }
    int n = window.size();
    double first = window.value(0);
    boolean same = true;
    var scale = Scale.KIBI;
    for (int i = 0; i < n && (same || scale != Scale.NONE); i++) {
      same &= Double.doubleToRawLongBits(window.value(i)) == Double.doubleToRawLongBits(first);
      scale = scale == Scale.NONE ? scale : scale.fitting(window.value(i));
    }
    for (int i = 0; i < n && scale != Scale.NONE; i++) {
      if (scale.whole(window.value(i)) == Scale.NOT_WHOLE) {
        scale = Scale.NONE;
      }
    }
    out.putByte(scale.code() | (same ? CONSTANT : 0));
    long beforeWhole = 0;
    long beforeBits = 0;
    for (int i = 0; i < (same ? 1 : n); i++) {
      if (scale == Scale.NONE) {
        long bits = Double.doubleToRawLongBits(window.value(i));
        out.putDifference(bits ^ beforeBits);
        beforeBits = bits;
      } else {
        long whole = scale.whole(window.value(i));
        out.putSigned(whole - beforeWhole);
        beforeWhole = whole;
      }
    }
  }

  private static void writeBuckets(SampleWindow window, BytesOut out) {
    var bucket = new Bucket();
    int at = out.size();
    for (var scale = Scale.KIBI; ; scale = scale.finer()) {
      out.truncate(at);
      out.putByte(scale.code());
      var encoder = new BucketEncoder(scale, out);
      boolean fits = true;
      for (int i = 0; i < window.size() && fits; i++) {
        if (!Staleness.isMarker(window.value(i))) {
          window.bucket(i, bucket);
          fits = encoder.append(bucket);
        }
      }
      if (fits) {
        return;
      }
    }
  }

  /// Reads what was written, which may be garbage by now: then it answers anything or throws.
  ///
  /// @throws IndexOutOfBoundsException when that can't be a window
  public static void read(BytesIn times, long base, BytesIn values, SampleWindow into) {
    into.clear();
    int form = times.nextByte();
    // each time takes a byte at least
    int n = times.nextCount(times.left());
    int scaleByte = values.nextByte();
    var scale = Scale.of(scaleByte & ~CONSTANT);
    if (form == BUCKETS) {
      readBuckets(times, base, n, new BucketDecoder(scale, values), into);
      return;
    }
    boolean same = (scaleByte & CONSTANT) != 0;
    long time = base;
    long step = 0;
    long whole = 0;
    long bits = 0;
    double value = 0;
    for (int i = 0; i < n; i++) {
      step += times.nextSigned();
      time += step;
      if (i == 0 || !same) {
        if (scale == Scale.NONE) {
          bits ^= values.nextDifference();
          value = Double.longBitsToDouble(bits);
        } else {
          whole += values.nextSigned();
          value = scale.value(whole);
        }
      }
      into.add(time, value);
    }
  }

  private static void readBuckets(
      BytesIn times, long base, int n, BucketDecoder decoder, SampleWindow into) {
    var bucket = new Bucket();
    long time = base;
    for (int i = 0; i < n; i++) {
      long first = time + times.nextUnsigned();
      time = first + times.nextUnsigned();
      int count = times.nextCount(Integer.MAX_VALUE);
      if (count == 0) {
        into.add(time, Staleness.MARKER);
      } else {
        decoder.next(first, time, count, bucket);
        into.add(bucket);
      }
    }
  }
}
