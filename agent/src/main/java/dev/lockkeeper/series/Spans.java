package dev.lockkeeper.series;

import java.util.Arrays;

/// The spans of a chunk's buckets. Series that one collector yields have their samples at the same
/// times: they share the spans of open chunks one by one, and those of full chunks in a packed
/// form. For the writing thread.
final class Spans {
  /// collectors with intervals of their own are few, and their series come one after the other
  private static final int REMEMBERED = 8;

  private final Span[] recent = new Span[REMEMBERED];
  private final Span[][] packedFrom = new Span[REMEMBERED][0];
  private final byte[][] packed = new byte[REMEMBERED][0];
  private final BytesOut scratch = new BytesOut(1024);
  private int nextRecent;
  private int nextPacked;

  Spans() {
    Arrays.fill(recent, new Span(0, 0, 0));
  }

  Span span(long firstTime, long lastTime, int count) {
    for (var known : recent) {
      if (known.lastTime() == lastTime
          && known.firstTime() == firstTime
          && known.count() == count) {
        return known;
      }
    }
    var span = new Span(firstTime, lastTime, count);
    recent[nextRecent] = span;
    nextRecent = (nextRecent + 1) % REMEMBERED;
    return span;
  }

  /// For each span: milliseconds since the end of the one before, its length, its count.
  byte[] pack(Span[] spans, int count) {
    for (int i = 0; i < REMEMBERED; i++) {
      if (same(packedFrom[i], spans, count)) {
        return packed[i];
      }
    }
    scratch.clear();
    long before = spans[0].firstTime();
    for (int i = 0; i < count; i++) {
      var span = spans[i];
      scratch.putUnsigned(span.firstTime() - before);
      scratch.putUnsigned(span.lastTime() - span.firstTime());
      scratch.putUnsigned(span.count());
      before = span.lastTime();
    }
    packedFrom[nextPacked] = Arrays.copyOf(spans, count);
    var bytes = scratch.copy();
    packed[nextPacked] = bytes;
    nextPacked = (nextPacked + 1) % REMEMBERED;
    return bytes;
  }

  /// Spans that are equal are mostly the same object.
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Span[] known, Span[] spans, int count) {
    if (known.length != count) {
      return false;
    }
    for (int i = count - 1; i >= 0; i--) {
      if (known[i] != spans[i]) {
        return false;
      }
    }
    return true;
  }
}
