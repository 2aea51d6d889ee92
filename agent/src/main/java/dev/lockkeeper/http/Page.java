package dev.lockkeeper.http;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The page: three small files, read once, so that no request waits for a disk.
final class Page {
  private final Reply html = load("page.html", "text/html; charset=utf-8");
  private final Reply style = load("page.css", "text/css; charset=utf-8");
  private final Reply script = load("page.js", "text/javascript; charset=utf-8");

  private static Reply load(String name, String contentType) {
    try (var stream = Page.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("missing from the program: " + name);
      }
      return Reply.bytes(200, contentType, stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply html() {
    return html;
  }

  Reply style() {
    return style;
  }

  Reply script() {
    return script;
  }
}
