package dev.lockkeeper.series;

import dev.lockkeeper.model.Bucket;

/// Reads what a [BucketEncoder] wrote, bucket by bucket.
final class BucketDecoder {
  private final BytesIn in;
  private final Scale scale;
  private long lastWhole;
  private double last;
  private int runLeft;

  BucketDecoder(Scale scale, BytesIn in) {
    this.scale = scale;
    this.in = in;
  }

  void next(long firstTime, long lastTime, int count, Bucket into) {
    if (runLeft == 0) {
      int flags = in.nextByte();
      if (flags >= 0) {
        if (scale == Scale.NONE) {
          bits(flags, firstTime, lastTime, count, into);
        } else {
          whole(flags, firstTime, lastTime, count, into);
        }
        return;
      }
      runLeft = (flags & 0x7F) + 1;
    }
    runLeft--;
    double value = scale == Scale.NONE ? last : scale.value(lastWhole);
    double sum = scale == Scale.NONE ? last * count : scale.value(lastWhole * count);
    into.set(firstTime, lastTime, count, value, value, value, value, sum, 0);
  }

  private void whole(int flags, long firstTime, long lastTime, int count, Bucket into) {
    long first = lastWhole + ((flags & BucketEncoder.FIRST) != 0 ? in.nextSigned() : 0);
    long end = first + ((flags & BucketEncoder.LAST) != 0 ? in.nextSigned() : 0);
    long min = Math.min(first, end);
    min -= (flags & BucketEncoder.MIN) != 0 ? in.nextUnsigned() : 0;
    long max = Math.max(first, end);
    max += (flags & BucketEncoder.MAX) != 0 ? in.nextUnsigned() : 0;
    long sum = BucketEncoder.expectedSum(first, end, count);
    sum += (flags & BucketEncoder.SUM) != 0 ? in.nextSigned() : 0;
    long lost = 0;
    if ((flags & BucketEncoder.LOST) != 0) {
      lost = in.nextSigned() * max;
      lost += in.nextSigned();
    }
    lastWhole = end;
    into.set(
        firstTime,
        lastTime,
        count,
        scale.value(first),
        scale.value(end),
        scale.value(min),
        scale.value(max),
        scale.value(sum),
        scale.value(lost));
  }

  private void bits(int flags, long firstTime, long lastTime, int count, Bucket into) {
    double first = (flags & BucketEncoder.FIRST) != 0 ? difference(last) : last;
    double end = (flags & BucketEncoder.LAST) != 0 ? difference(first) : first;
    boolean falling = end < first;
    double min = falling ? end : first;
    double max = falling ? first : end;
    min = (flags & BucketEncoder.MIN) != 0 ? difference(min) : min;
    max = (flags & BucketEncoder.MAX) != 0 ? difference(max) : max;
    double sum = first * count;
    sum = (flags & BucketEncoder.SUM) != 0 ? difference(sum) : sum;
    double lost = (flags & BucketEncoder.LOST) != 0 ? difference(0) : 0;
    last = end;
    into.set(firstTime, lastTime, count, first, end, min, max, sum, lost);
  }

  private double difference(double expected) {
    return Double.longBitsToDouble(in.nextDifference() ^ Double.doubleToRawLongBits(expected));
  }
}
