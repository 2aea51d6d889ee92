package dev.lockkeeper.series;

import dev.lockkeeper.model.Bucket;

/// Writes the values of consecutive buckets of one series, each in as few bytes as are exact; times
/// and counts stand elsewhere, since many series share them.
///
/// A byte with its highest bit set stands for up to 128 buckets that are all like the last value
/// before them. Any other says by its bits ([#FIRST] and so on) which figures follow; those that do
/// not follow from the others. Numbers that are whole at the stretch's [Scale] are written as
/// differences, others by the bits in which they differ from what was to be expected.
final class BucketEncoder {
  static final int RUN = 0x80;
  static final int MOST_IN_RUN = 0x80;
  static final int FIRST = 1;
  static final int LAST = 2;
  static final int MIN = 4;
  static final int MAX = 8;
  static final int SUM = 16;
  static final int LOST = 32;

  private final Scale scale;
  private final BytesOut out;
  private long lastWhole;
  private double last;

  /// where the open run's byte stands; -1 when the last bucket belongs to none
  private int runAt = -1;

  BucketEncoder(Scale scale, BytesOut out) {
    this.scale = scale;
    this.out = out;
  }

  Scale scale() {
    return scale;
  }

  BytesOut out() {
    return out;
  }

  /// @return false, with nothing written, when the bucket's figures are not whole at this scale
  boolean append(Bucket bucket) {
    return scale == Scale.NONE ? appendBits(bucket) : appendWhole(bucket);
  }

  private boolean appendWhole(Bucket bucket) {
    long first = scale.whole(bucket.first());
    long end = scale.whole(bucket.last());
    long min = scale.whole(bucket.min());
    long max = scale.whole(bucket.max());
    long sum = scale.wholeSum(bucket.sum());
    long lost = scale.wholeSum(bucket.lost());
    if (first == Scale.NOT_WHOLE
        || end == Scale.NOT_WHOLE
        || min == Scale.NOT_WHOLE
        || max == Scale.NOT_WHOLE
        || sum == Scale.NOT_WHOLE
        || lost == Scale.NOT_WHOLE) {
      return false;
    }
    if (min == max && first == lastWhole && sum == first * bucket.count() && lost == 0) {
      run();
      return true;
    }
    runAt = -1;
    long least = Math.min(first, end);
    long most = Math.max(first, end);
    long expectedSum = expectedSum(first, end, bucket.count());
    int flags =
        (first == lastWhole ? 0 : FIRST)
            | (end == first ? 0 : LAST)
            | (min == least ? 0 : MIN)
            | (max == most ? 0 : MAX)
            | (sum == expectedSum ? 0 : SUM)
            | (lost == 0 ? 0 : LOST);
    out.putByte(flags);
    if ((flags & FIRST) != 0) {
      out.putSigned(first - lastWhole);
    }
    if ((flags & LAST) != 0) {
      out.putSigned(end - first);
    }
    if ((flags & MIN) != 0) {
      out.putUnsigned(least - min);
    }
    if ((flags & MAX) != 0) {
      out.putUnsigned(max - most);
    }
    if ((flags & SUM) != 0) {
      out.putSigned(sum - expectedSum);
    }
    if ((flags & LOST) != 0) {
      // What is lost is about the largest value, once for each fall.
      long falls = max == 0 ? 0 : Math.round((double) lost / max);
      out.putSigned(falls);
      out.putSigned(lost - falls * max);
    }
    lastWhole = end;
    return true;
  }

  /// As if it went straight from first to last.
  static long expectedSum(long first, long last, int count) {
    return (first + last) * count / 2;
  }

  private boolean appendBits(Bucket bucket) {
    double first = bucket.first();
    double end = bucket.last();
    boolean falling = end < first;
    double least = falling ? end : first;
    double most = falling ? first : end;
    double expectedSum = first * bucket.count();
    if (same(bucket.min(), bucket.max())
        && same(first, last)
        && same(end, last)
        && same(bucket.sum(), expectedSum)
        && bucket.lost() == 0) {
      run();
      return true;
    }
    runAt = -1;
    int flags =
        (same(first, last) ? 0 : FIRST)
            | (same(end, first) ? 0 : LAST)
            | (same(bucket.min(), least) ? 0 : MIN)
            | (same(bucket.max(), most) ? 0 : MAX)
            | (same(bucket.sum(), expectedSum) ? 0 : SUM)
            | (bucket.lost() == 0 ? 0 : LOST);
    out.putByte(flags);
    if ((flags & FIRST) != 0) {
      difference(first, last);
    }
    if ((flags & LAST) != 0) {
      difference(end, first);
    }
    if ((flags & MIN) != 0) {
      difference(bucket.min(), least);
    }
    if ((flags & MAX) != 0) {
      difference(bucket.max(), most);
    }
    if ((flags & SUM) != 0) {
      difference(bucket.sum(), expectedSum);
    }
    if ((flags & LOST) != 0) {
      difference(bucket.lost(), 0);
    }
    last = end;
    return true;
  }

  private void difference(double value, double expected) {
    out.putDifference(Double.doubleToRawLongBits(value) ^ Double.doubleToRawLongBits(expected));
  }

  private static boolean same(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  private void run() {
    // A reader that decodes at this moment stops at the count that it knows: it may see the byte
    // before or after.
    if (runAt >= 0 && out.array()[runAt] != (byte) 0xFF) {
      out.array()[runAt]++;
    } else {
      runAt = out.size();
      out.putByte(RUN);
    }
  }
}
