package dev.lockkeeper.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Locale;

/// Reads one HTTP/1.1 answer to a GET as RFC 9112 frames it, and keeps nothing of it but its status
/// and how far it came. Everything is bounded: a probe must not be the way to fill memory.
final class HttpAnswer {
  /// A body is read so far; what follows does not matter.
  static final int MOST_BODY = 1 << 20;

  private static final int MOST_HEAD = 64 << 10;
  private static final int MOST_LINE = 16 << 10;

  private final InputStream in;
  private final byte[] buffer = new byte[8 << 10];
  private int position;
  private int limit;

  private int status;
  private long contentLength = -1;
  private boolean chunked;
  private int headBytes;
  private int bodyBytes;
  private boolean headDone;

  HttpAnswer(InputStream in) {
    this.in = in;
  }

  /// Reads the whole answer.
  ///
  /// @return its status code
  /// @throws ProtocolException when it is not HTTP
  /// @throws EOFException when it ends too early
  int read() throws IOException {
    do {
      head();
      // 100 and 103 announce another answer
    } while (status >= 100 && status < 200 && status != 101);
    headDone = true;
    if (status == 204 || status == 304) {
      return status;
    }
    if (chunked) {
      chunks();
    } else if (contentLength >= 0) {
      skip(contentLength);
    } else {
      untilEnd();
    }
    return status;
  }

  /// How far it came, for people.
  String progress() {
    if (headDone) {
      return "HTTP " + status + ", " + bodyBytes + " bytes of the body read";
    }
    return headBytes == 0 ? "request sent" : headBytes + " bytes of the answer's head read";
  }

  private void head() throws IOException {
    status = status(line());
    contentLength = -1;
    chunked = false;
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("a header without a name: " + quoted(line));
      }
      var value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> contentLength = length(value);
        case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
        default -> {}
      }
    }
  }

  private static int status(String line) throws ProtocolException {
    // HTTP/1.1 200 OK
    boolean http = line.length() >= 12 && line.startsWith("HTTP/1.") && line.charAt(8) == ' ';
    if (http && (line.length() == 12 || line.charAt(12) == ' ')) {
      try {
        int status = Integer.parseInt(line, 9, 12, 10);
        if (status >= 100) {
          return status;
        }
      } catch (NumberFormatException _) {
        // told below
      }
    }
    throw new ProtocolException("not HTTP: " + quoted(line));
  }

  private static long length(String value) throws ProtocolException {
    try {
      long length = Long.parseLong(value);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new ProtocolException("a Content-Length of " + quoted(value));
  }

  private void chunks() throws IOException {
    while (bodyBytes < MOST_BODY) {
      var line = line();
      int end = line.indexOf(';');
      long size;
      try {
        size = Long.parseLong((end < 0 ? line : line.substring(0, end)).strip(), 16);
      } catch (NumberFormatException _) {
        throw new ProtocolException("a chunk of size " + quoted(line));
      }
      if (size < 0) {
        throw new ProtocolException("a chunk of size " + quoted(line));
      }
      if (size == 0) {
        while (!line().isEmpty()) {
          // trailers
        }
        return;
      }
      skip(size);
      if (bodyBytes < MOST_BODY && !line().isEmpty()) {
        throw new ProtocolException("a chunk longer than it said");
      }
    }
  }

  private void skip(long length) throws IOException {
    long left = Math.min(length, MOST_BODY - bodyBytes);
    while (left > 0) {
      if (position == limit && !fill()) {
        throw new EOFException("the connection ended within the body");
      }
      int part = (int) Math.min(left, limit - position);
      position += part;
      bodyBytes += part;
      left -= part;
    }
  }

  private void untilEnd() throws IOException {
    while (bodyBytes < MOST_BODY && (position < limit || fill())) {
      bodyBytes += limit - position;
      position = limit;
    }
  }

  /// The next line, without its end.
  private String line() throws IOException {
    var line = new StringBuilder();
    while (true) {
      if (position == limit && !fill()) {
        throw new EOFException(
            headBytes == 0
                ? "the connection ended without an answer"
                : "the connection ended within the answer");
      }
      char c = (char) (buffer[position++] & 0xff);
      if (!headDone && ++headBytes > MOST_HEAD) {
        throw new ProtocolException("a head of more than " + (MOST_HEAD >> 10) + " KiB");
      }
      if (c == '\n') {
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
          line.setLength(length - 1);
        }
        return line.toString();
      }
      if (line.length() >= MOST_LINE) {
        throw new ProtocolException("not HTTP: " + quoted(line.toString()));
      }
      line.append(c);
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  /// Foreign text, short and printable.
  private static String quoted(String text) {
    var start = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    var printable = new StringBuilder("\"");
    start.chars().forEach(c -> printable.append(Character.isISOControl(c) ? '?' : (char) c));
    return printable.append('"').toString();
  }
}
