package dev.lockkeeper.http;

import dev.lockkeeper.report.DocumentText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// What a route answers.
///
/// @param length of the body in octets; -1 when it is not known before it is written
record Reply(int status, String contentType, long length, Body body) {
  /// Writes a body; the stream is the caller's to close.
  @FunctionalInterface
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  static Reply stream(String contentType, Body body) {
    return new Reply(200, contentType, -1, body);
  }

  static Reply bytes(int status, String contentType, byte[] bytes) {
    return new Reply(status, contentType, bytes.length, out -> out.write(bytes));
  }

  static Reply text(int status, String text) {
    return bytes(
        status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static Reply json(@Nullable Object document) {
    return json(200, document);
  }

  static Reply json(int status, @Nullable Object document) {
    return bytes(
        status,
        "application/json",
        (DocumentText.line(document) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// An error in the form of Prometheus' API: `{status, errorType, error}`.
  static Reply error(int status, String type, String message) {
    var document = new LinkedHashMap<String, Object>();
    document.put("status", "error");
    document.put("errorType", type);
    document.put("error", message);
    return json(status, document);
  }
}
