package dev.lockkeeper.linux;

import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Keeps what a collector yields.
final class Samples implements SampleSink {
  final Map<String, Double> values = new LinkedHashMap<>();
  final Map<SeriesId, Double> series = new LinkedHashMap<>();

  @Override
  public void sample(SeriesId id, double value) {
    if (series.put(id, value) != null) {
      throw new IllegalStateException("twice in one run: " + id);
    }
    values.put(id.toString(), value);
  }

  double value(String id) {
    Double value = values.get(id);
    if (value == null) {
      throw new AssertionError(id + " is not among\n" + this);
    }
    return value;
  }

  /// One line per series, sorted.
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue() + "\n")
        .sorted()
        .collect(Collectors.joining());
  }
}
