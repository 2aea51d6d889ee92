package dev.lockkeeper.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// A file's content that proves itself whole: a first line with kind, format, sequence, length and
/// checksum, then JSON.
///
/// ```
/// lockkeeper-journal 1 42 1532 crc32c=8f1a23bc
/// {"service": …
/// ```
///
/// @param sequence grows with each write; of two files the higher one is the newer
/// @param body JSON
record Frame(long sequence, String body) {
  /// The format that this version writes, and the newest that it reads.
  static final int FORMAT = 1;

  private static final int LONGEST_HEADER = 120;
  private static final Pattern HEADER =
      Pattern.compile(
          "lockkeeper-([a-z]+) ([0-9]{1,9}) ([0-9]{1,18}) ([0-9]{1,9}) crc32c=([0-9a-f]{8})");

  byte[] encoded(String kind) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    byte[] header =
        "lockkeeper-%s %d %d %d crc32c=%s\n"
            .formatted(kind, FORMAT, sequence, content.length, checksum(sequence, content))
            .getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[header.length + content.length];
    System.arraycopy(header, 0, whole, 0, header.length);
    System.arraycopy(content, 0, whole, header.length, content.length);
    return whole;
  }

  /// Reads it back.
  ///
  /// @throws NewerFormatException when a newer version of the program wrote it
  /// @throws DamagedException when it is torn or changed; the message says how
  static Frame decoded(String kind, byte[] whole) throws IOException {
    int end = 0;
    while (end < Math.min(whole.length, LONGEST_HEADER) && whole[end] != '\n') {
      end++;
    }
    Matcher header = HEADER.matcher(new String(whole, 0, end, StandardCharsets.US_ASCII));
    if (!header.matches() || end == whole.length || !header.group(1).equals(kind)) {
      throw new DamagedException("its first line is not that of a " + kind);
    }
    int format = Integer.parseInt(header.group(2));
    if (format < 1) {
      throw new DamagedException("its format is " + format);
    }
    if (format > FORMAT) {
      throw new NewerFormatException(format);
    }
    byte[] body = new byte[whole.length - end - 1];
    System.arraycopy(whole, end + 1, body, 0, body.length);
    if (body.length != Integer.parseInt(header.group(4))) {
      throw new DamagedException(
          "it has %d bytes where %s were written".formatted(body.length, header.group(4)));
    }
    long sequence = Long.parseLong(header.group(3));
    if (!checksum(sequence, body).equals(header.group(5))) {
      throw new DamagedException("its checksum does not match");
    }
    return new Frame(sequence, new String(body, StandardCharsets.UTF_8));
  }

  private static String checksum(long sequence, byte[] body) {
    var crc = new CRC32C();
    crc.update(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII));
    crc.update(body);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /// The file is torn, or somebody changed it.
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  /// A newer version of the program wrote it.
  static final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    NewerFormatException(int format) {
      super(
          "it has format %d, from a newer Lockkeeper; this one reads up to format %d"
              .formatted(format, FORMAT));
    }
  }
}
