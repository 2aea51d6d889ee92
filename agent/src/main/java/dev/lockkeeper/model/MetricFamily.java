package dev.lockkeeper.model;

import java.util.List;

/// What the catalogue knows of one metric: all its series share this.
///
/// @param name the metric's name with its unit suffix, as exposed (`_total` included)
/// @param type how its values behave
/// @param help one sentence, shown in `/metrics`
/// @param labelNames the label names its series carry
public record MetricFamily(String name, Type type, String help, List<String> labelNames) {
  public enum Type {
    /// only grows, but for resets
    COUNTER,
    GAUGE,
    /// cumulative `_bucket{le}`, `_sum` and `_count` series under the family's name
    HISTOGRAM,
    UNTYPED
  }

  public MetricFamily {
    labelNames = List.copyOf(labelNames);
  }

  public static MetricFamily counter(String name, String help, String... labelNames) {
    return new MetricFamily(name, Type.COUNTER, help, List.of(labelNames));
  }

  public static MetricFamily gauge(String name, String help, String... labelNames) {
    return new MetricFamily(name, Type.GAUGE, help, List.of(labelNames));
  }

  public static MetricFamily untyped(String name, String help, String... labelNames) {
    return new MetricFamily(name, Type.UNTYPED, help, List.of(labelNames));
  }
}
