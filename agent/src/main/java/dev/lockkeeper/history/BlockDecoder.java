package dev.lockkeeper.history;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.BytesIn;
import dev.lockkeeper.series.PackedWindow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads what a [BlockEncoder] made, or anything else that stands in a file.
final class BlockDecoder {
  /// no block of ours comes near
  static final int MOST_INFLATED = 64 << 20;

  private static final int MOST_SERIES = 1_000_000;

  /// samples and buckets of one block; a thousand times what is usual
  private static final long MOST_ENTRIES = 1L << 30;

  private final Map<SeriesId, SeriesId> known;

  /// @param known series that were met before: equal ones become the same object
  BlockDecoder(Map<SeriesId, SeriesId> known) {
    this.known = known;
  }

  /// @param laterThan samples that are not are left out
  /// @param notLaterThan samples that are later are left out
  /// @throws IOException when it is no whole block of a version that is known; the consumer may
  ///   have been given some series by then only if a checksum lied
  void decode(byte[] file, long laterThan, long notLaterThan, SeriesConsumer consumer)
      throws IOException {
    if (file.length < BlockEncoder.HEADER) {
      throw new IOException("torn: " + file.length + " bytes are less than a header");
    }
    if (!Arrays.equals(
        file, 0, BlockEncoder.MAGIC.length, BlockEncoder.MAGIC, 0, BlockEncoder.MAGIC.length)) {
      throw new IOException("not a block of history");
    }
    var header = ByteBuffer.wrap(file);
    header.position(BlockEncoder.MAGIC.length);
    int version = header.getInt();
    if (version != BlockEncoder.VERSION) {
      throw new IOException("version " + version + " is unknown to this agent");
    }
    long from = header.getLong();
    long to = header.getLong();
    int inflated = header.getInt();
    int deflated = header.getInt();
    int bodySum = header.getInt();
    int headerSum = header.getInt();
    if (headerSum != BlockEncoder.checksum(file, 0, BlockEncoder.HEADER - Integer.BYTES)) {
      throw new IOException("corrupt: the header's checksum is wrong");
    }
    if (deflated != file.length - BlockEncoder.HEADER) {
      throw new IOException(
          "torn: %d bytes of %d".formatted(file.length - BlockEncoder.HEADER, deflated));
    }
    if (bodySum != BlockEncoder.checksum(file, BlockEncoder.HEADER, deflated)) {
      throw new IOException("corrupt: the checksum is wrong");
    }
    if (inflated < 0 || inflated > MOST_INFLATED || from > to) {
      throw new IOException("corrupt: impossible length or times");
    }
    try {
      body(inflate(file, deflated, inflated), from, laterThan, notLaterThan, consumer);
    } catch (IndexOutOfBoundsException | DataFormatException | IllegalArgumentException e) {
      throw new IOException("corrupt: " + e.getMessage(), e);
    }
  }

  private static byte[] inflate(byte[] file, int deflated, int inflated)
      throws DataFormatException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(file, BlockEncoder.HEADER, deflated);
      var body = new byte[inflated];
      int length = 0;
      while (length < inflated) {
        int more = inflater.inflate(body, length, inflated - length);
        if (more == 0) {
          throw new DataFormatException("the body ends early");
        }
        length += more;
      }
      return body;
    } finally {
      inflater.end();
    }
  }

  private void body(
      byte[] body, long from, long laterThan, long notLaterThan, SeriesConsumer consumer) {
    var in = new BytesIn(body, 0, body.length);
    var texts = new String[in.nextCount(in.left())];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = in.nextText();
    }
    var timesAt = new int[in.nextCount(in.left())];
    var timesEnd = new int[timesAt.length];
    for (int i = 0; i < timesAt.length; i++) {
      int length = in.nextCount(in.left());
      timesAt[i] = in.position();
      in.skip(length);
      timesEnd[i] = in.position();
    }
    int series = in.nextCount(MOST_SERIES);
    var window = new SampleWindow();
    var times = new BytesIn(body, 0, 0);
    var values = new BytesIn(body, 0, 0);
    long entries = 0;
    for (int i = 0; i < series; i++) {
      var id = id(in, texts);
      long staleAfter = in.nextUnsigned();
      long base = from - in.nextUnsigned();
      int number = in.nextCount(timesAt.length - 1);
      int length = in.nextCount(in.left());
      int at = in.position();
      in.skip(length);
      if (!consumer.wants(id)) {
        continue;
      }
      values.set(body, at, at + length);
      times.set(body, timesAt[number], timesEnd[number]);
      PackedWindow.read(times, base, values, window);
      entries += window.size();
      if (entries > MOST_ENTRIES) {
        throw new IllegalArgumentException("too many samples");
      }
      window.keep(laterThan, notLaterThan);
      if (window.size() > 0) {
        consumer.take(id, Duration.ofMillis(staleAfter), window);
      }
    }
  }

  private SeriesId id(BytesIn in, String[] texts) {
    String metric = texts[in.nextCount(texts.length - 1)];
    int size = in.nextCount(in.left() / 2);
    Labels labels = Labels.NONE;
    if (size > 0) {
      var all = new TreeMap<String, String>();
      for (int i = 0; i < size; i++) {
        String name = texts[in.nextCount(texts.length - 1)];
        all.put(name, texts[in.nextCount(texts.length - 1)]);
      }
      labels = Labels.of(all);
    }
    var id = new SeriesId(metric, labels);
    var same = known.putIfAbsent(id, id);
    return same == null ? id : same;
  }
}
