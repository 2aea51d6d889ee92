package dev.lockkeeper.http;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.report.Exposition;
import dev.lockkeeper.report.NumberText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes families and samples as they come, through one small buffer: 1,500 series cost no large
/// string. A library's writer would take a model of its own, which refuses some of node_exporter's
/// names (a counter without `_total`).
///
/// Formats: Prometheus text 0.0.4 and OpenMetrics 1.0.0. They differ in the family's name of a
/// counter, in the word for untyped, in the escapes of help and in the end.
final class ExpositionWriter implements Exposition.Visitor {
  private static final int BUFFER = 8 * 1024;
  private static final byte[] TYPE = ascii("# TYPE ");
  private static final byte[] HELP = ascii("# HELP ");
  private static final byte[] END = ascii("# EOF\n");

  private final ExpositionFormat format;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int used;

  ExpositionWriter(ExpositionFormat format, OutputStream out) {
    this.format = format;
    this.out = out;
  }

  @Override
  public void family(MetricFamily family) {
    String name = familyName(family);
    if (!family.help().isEmpty()) {
      put(HELP);
      put(name);
      put(' ');
      putEscaped(family.help(), format == ExpositionFormat.OPEN_METRICS);
      put('\n');
    }
    put(TYPE);
    put(name);
    put(' ');
    put(type(family));
    put('\n');
  }

  /// In OpenMetrics a counter's family is named without `_total`.
  private String familyName(MetricFamily family) {
    String name = family.name();
    return format == ExpositionFormat.OPEN_METRICS && isProperCounter(family)
        ? name.substring(0, name.length() - "_total".length())
        : name;
  }

  private static boolean isProperCounter(MetricFamily family) {
    return family.type() == MetricFamily.Type.COUNTER && family.name().endsWith("_total");
  }

  private String type(MetricFamily family) {
    boolean open = format == ExpositionFormat.OPEN_METRICS;
    return switch (family.type()) {
      // OpenMetrics would demand another name: the name is worth more than the type.
      case COUNTER -> open && !isProperCounter(family) ? "unknown" : "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
      case UNTYPED -> open ? "unknown" : "untyped";
    };
  }

  @Override
  public void sample(SeriesId series, double value) {
    put(series.metric());
    Labels labels = series.labels();
    for (int i = 0; i < labels.size(); i++) {
      put(i == 0 ? '{' : ',');
      put(labels.name(i));
      put('=');
      put('"');
      putEscaped(labels.value(i), true);
      put('"');
    }
    if (!labels.isEmpty()) {
      put('}');
    }
    put(' ');
    put(NumberText.of(value));
    put('\n');
  }

  /// Writes the end mark and what is still buffered; the stream stays open.
  void finish() {
    if (format == ExpositionFormat.OPEN_METRICS) {
      put(END);
    }
    flush();
  }

  private void putEscaped(String text, boolean quotes) {
    int done = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char escape =
          switch (c) {
            case '\\' -> '\\';
            case '\n' -> 'n';
            case '"' -> quotes ? '"' : 0;
            default -> 0;
          };
      if (escape != 0) {
        put(text, done, i);
        put('\\');
        put(escape);
        done = i + 1;
      }
    }
    put(text, done, text.length());
  }

  private void put(String text) {
    put(text, 0, text.length());
  }

  private void put(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        put(text.substring(i, to).getBytes(StandardCharsets.UTF_8));
        return;
      }
      put(c);
    }
  }

  private void put(byte[] bytes) {
    for (byte b : bytes) {
      put((char) (b & 0xff));
    }
  }

  private void put(char octet) {
    if (used == BUFFER) {
      flush();
    }
    buffer[used++] = (byte) octet;
  }

  private void flush() {
    try {
      out.write(buffer, 0, used);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    used = 0;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
