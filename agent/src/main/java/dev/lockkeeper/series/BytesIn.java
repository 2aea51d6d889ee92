package dev.lockkeeper.series;

import java.nio.charset.StandardCharsets;

/// Reads what [BytesOut] wrote. What it reads may be garbage: it answers something or throws an
/// [IndexOutOfBoundsException], and never reads beyond its end.
public final class BytesIn {
  private byte[] bytes;
  private int position;
  private int end;

  public BytesIn(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    set(bytes, position, end);
  }

  public void set(byte[] bytes, int position, int end) {
    if (position < 0 || end > bytes.length) {
      throw new IndexOutOfBoundsException("no bytes from " + position + " to " + end);
    }
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  public int position() {
    return position;
  }

  public int left() {
    return end - position;
  }

  public int nextByte() {
    if (position >= end) {
      throw new IndexOutOfBoundsException("bytes end at " + end);
    }
    return bytes[position++];
  }

  public void skip(long length) {
    if (length < 0 || length > left()) {
      throw new IndexOutOfBoundsException("no " + length + " more bytes");
    }
    position += (int) length;
  }

  public long nextUnsigned() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = nextByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return value;
  }

  /// A number of things of which each takes a byte at least, or something is wrong.
  ///
  /// @param most how many there can be otherwise
  public int nextCount(int most) {
    long count = nextUnsigned();
    if (count < 0 || count > most) {
      throw new IndexOutOfBoundsException("impossible number: " + count);
    }
    return (int) count;
  }

  public long nextSigned() {
    long value = nextUnsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  public long nextDifference() {
    int form = nextByte();
    if (form < 0) {
      return 0;
    }
    int before = form >> 4;
    int behind = form & 0xF;
    long bits = 0;
    for (int i = 7 - before; i >= behind; i--) {
      bits |= (nextByte() & 0xFFL) << (i << 3);
    }
    return bits;
  }

  public String nextText() {
    int length = nextCount(left());
    var text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }
}
