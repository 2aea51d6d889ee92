package dev.lockkeeper.http;

import java.util.Locale;

/// The two text formats of `/metrics`.
enum ExpositionFormat {
  /// Prometheus' own, which every reader knows
  PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
  /// OpenMetrics 1.0
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  final String contentType;

  ExpositionFormat(String contentType) {
    this.contentType = contentType;
  }

  /// Which one an `Accept` header prefers. One that names neither gets Prometheus' format, as from
  /// other exporters, rather than an error.
  static ExpositionFormat preferredBy(String accept) {
    double prometheus = 0;
    double openMetrics = 0;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.toLowerCase(Locale.ROOT).split(";", -1);
      String type = parts[0].strip();
      String version = "";
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].strip();
        if (parameter.startsWith("version=")) {
          version = parameter.substring("version=".length()).replace("\"", "");
        } else if (parameter.startsWith("q=")) {
          quality = quality(parameter.substring("q=".length()));
        }
      }
      switch (type) {
        case "application/openmetrics-text" -> {
          if (version.isEmpty() || version.startsWith("1.") || version.equals("0.0.1")) {
            openMetrics = Math.max(openMetrics, quality);
          }
        }
        case "text/plain", "text/*", "*/*" -> prometheus = Math.max(prometheus, quality);
        default -> {
          // a browser's, or a protocol that is not spoken here
        }
      }
    }
    return openMetrics > prometheus ? OPEN_METRICS : PROMETHEUS;
  }

  private static double quality(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
