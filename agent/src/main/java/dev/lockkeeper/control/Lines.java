package dev.lockkeeper.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads lines of bounded length from a channel.
final class Lines {
  private final ReadableByteChannel channel;
  private final int longest;
  private final ByteBuffer buffer = ByteBuffer.allocate(4096).flip();

  /// @param longest in octets, without the line feed
  Lines(ReadableByteChannel channel, int longest) {
    this.channel = channel;
    this.longest = longest;
  }

  /// The next line; null at the end. What follows the last line feed is not a line.
  ///
  /// @throws TooLongException when it is longer than allowed; nothing more can be read then
  @Nullable String next() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      while (buffer.hasRemaining()) {
        byte octet = buffer.get();
        if (octet == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        if (line.size() == longest) {
          throw new TooLongException("more than " + longest + " octets on a line");
        }
        line.write(octet);
      }
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read < 0) {
        return null;
      }
    }
  }

  static void write(String line, WritableByteChannel channel) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  static final class TooLongException extends IOException {
    TooLongException(String message) {
      super(message);
    }
  }
}
