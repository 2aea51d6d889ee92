package dev.lockkeeper.history;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.BytesOut;
import dev.lockkeeper.series.PackedWindow;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/// Makes the bytes of one block:
///
/// ```
/// magic      8 bytes  "LKHIST\r\n"
/// version    4        1
/// from       8        milliseconds since the Unix epoch; all numbers here with the highest byte first
/// to         8
/// inflated   4        length of the body before it was deflated
/// deflated   4        length of what follows
/// checksum   4        CRC-32C of what follows
/// checksum   4        CRC-32C of all before
/// body                deflated (RFC 1951): texts, times, series
/// ```
///
/// A series refers to its metric, its labels and its times by their numbers, since many share them;
/// its values are packed by [PackedWindow].
final class BlockEncoder {
  static final byte[] MAGIC = {'L', 'K', 'H', 'I', 'S', 'T', '\r', '\n'};
  static final int VERSION = 1;
  static final int HEADER = 44;

  private final long from;
  private final long to;
  private final Map<String, Integer> textNumbers = new HashMap<>();
  private final Map<ByteBuffer, Integer> timeNumbers = new HashMap<>();
  private final BytesOut texts = new BytesOut(4096);
  private final BytesOut times = new BytesOut(4096);
  private final BytesOut series = new BytesOut(64 * 1024);
  private final BytesOut scratch = new BytesOut(1024);
  private int count;

  BlockEncoder(long from, long to) {
    this.from = from;
    this.to = to;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /// @param samples not empty, all in `(from, to]` but for a bucket that an edge cuts
  void add(SeriesId id, long staleAfterMillis, SampleWindow samples) {
    count++;
    series.putUnsigned(number(id.metric()));
    var labels = id.labels();
    series.putUnsigned(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      series.putUnsigned(number(labels.name(i)));
      series.putUnsigned(number(labels.value(i)));
    }
    series.putUnsigned(staleAfterMillis);
    // a bucket may have begun a little before the block
    long base = Math.min(from, samples.firstTime(0));
    series.putUnsigned(from - base);
    scratch.clear();
    PackedWindow.writeTimes(samples, base, scratch);
    series.putUnsigned(timesNumber());
    scratch.clear();
    PackedWindow.writeValues(samples, scratch);
    series.putUnsigned(scratch.size());
    series.putBytes(scratch.array(), scratch.size());
  }

  private int number(String text) {
    var known = textNumbers.get(text);
    if (known != null) {
      return known;
    }
    int next = textNumbers.size();
    textNumbers.put(text, next);
    texts.putText(text);
    return next;
  }

  private int timesNumber() {
    var known = timeNumbers.get(ByteBuffer.wrap(scratch.array(), 0, scratch.size()));
    if (known != null) {
      return known;
    }
    int next = timeNumbers.size();
    timeNumbers.put(ByteBuffer.wrap(scratch.copy()), next);
    times.putUnsigned(scratch.size());
    times.putBytes(scratch.array(), scratch.size());
    return next;
  }

  byte[] finish() {
    scratch.clear();
    scratch.putUnsigned(textNumbers.size());
    scratch.putBytes(texts.array(), texts.size());
    scratch.putUnsigned(timeNumbers.size());
    scratch.putBytes(times.array(), times.size());
    scratch.putUnsigned(count);
    scratch.putBytes(series.array(), series.size());
    var body = deflated(scratch);
    var header = ByteBuffer.allocate(HEADER + body.size());
    header.put(MAGIC).putInt(VERSION).putLong(from).putLong(to);
    header.putInt(scratch.size()).putInt(body.size());
    header.putInt(checksum(body.array(), 0, body.size()));
    header.putInt(checksum(header.array(), 0, HEADER - Integer.BYTES));
    return header.put(body.array(), 0, body.size()).array();
  }

  private static BytesOut deflated(BytesOut in) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(in.array(), 0, in.size());
      deflater.finish();
      var out = new BytesOut(in.size() / 3 + 256);
      var buffer = new byte[16 * 1024];
      while (!deflater.finished()) {
        out.putBytes(buffer, deflater.deflate(buffer));
      }
      return out;
    } finally {
      deflater.end();
    }
  }

  static int checksum(byte[] bytes, int from, int length) {
    var checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }
}
