package dev.lockkeeper.series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes in the making: numbers in as few as they need. [BytesIn] reads them.
public final class BytesOut {
  private byte[] bytes;
  private int size;

  public BytesOut(int capacity) {
    bytes = new byte[capacity];
  }

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  /// Forgets what was put behind a place.
  public void truncate(int size) {
    this.size = Math.min(size, this.size);
  }

  /// The array behind it, of which [#size] bytes count; another one after the next growth.
  public byte[] array() {
    return bytes;
  }

  public byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1) + 8));
    }
  }

  public void putByte(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  public void putBytes(byte[] from, int length) {
    room(length);
    System.arraycopy(from, 0, bytes, size, length);
    size += length;
  }

  /// A number that is not negative, as a rule: 7 bits in each byte, the lowest first; a negative
  /// one takes ten bytes.
  public void putUnsigned(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// A number near zero on either side.
  public void putSigned(long value) {
    putUnsigned((value << 1) ^ (value >> 63));
  }

  /// What differs between two numbers' bits, without the zero bytes before and behind.
  public void putDifference(long bits) {
    if (bits == 0) {
      putByte(0x80);
      return;
    }
    int before = Long.numberOfLeadingZeros(bits) >>> 3;
    int behind = Long.numberOfTrailingZeros(bits) >>> 3;
    room(9);
    bytes[size++] = (byte) (before << 4 | behind);
    for (int i = 7 - before; i >= behind; i--) {
      bytes[size++] = (byte) (bits >>> (i << 3));
    }
  }

  public void putText(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    putUnsigned(utf8.length);
    putBytes(utf8, utf8.length);
  }
}
