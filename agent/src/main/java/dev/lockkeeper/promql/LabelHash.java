package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The hash of an element's name and labels, as Prometheus has it (model/labels there, built with
/// `stringlabels` as its releases are): xxHash64 of names and values, each behind its length. So
/// `limit_ratio` picks the same series here and there.
final class LabelHash {
  private static final double MOST = 0x1p64;

  private LabelHash() {}

  /// @return 0 to 1
  static double share(SeriesId id) {
    long hash = XxHash64.of(bytes(id));
    double value = hash >= 0 ? hash : hash + MOST;
    return value / MOST;
  }

  private static byte[] bytes(SeriesId id) {
    var bytes = new ByteArrayOutputStream();
    boolean named = id.metric().isEmpty();
    for (int i = 0; i < id.labels().size(); i++) {
      if (!named && id.labels().name(i).compareTo(Matcher.NAME) > 0) {
        append(bytes, Matcher.NAME, id.metric());
        named = true;
      }
      append(bytes, id.labels().name(i), id.labels().value(i));
    }
    if (!named) {
      append(bytes, Matcher.NAME, id.metric());
    }
    return bytes.toByteArray();
  }

  private static void append(ByteArrayOutputStream bytes, String name, String value) {
    append(bytes, name);
    append(bytes, value);
  }

  private static void append(ByteArrayOutputStream bytes, String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 0xff) {
      bytes.write(utf8.length);
    } else {
      var length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length);
      bytes.write(0xff);
      bytes.write(length.array(), 0, 3);
    }
    bytes.writeBytes(utf8);
  }
}
