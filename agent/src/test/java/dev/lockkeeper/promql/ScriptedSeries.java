package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Series as scripts load them: any time, any order, Prometheus' look-back of five minutes.
final class ScriptedSeries implements SeriesView {
  private static final long LOOK_BACK_MILLIS = 300_000;

  private final Map<SeriesId, Listed> series = new LinkedHashMap<>();
  private long generation;

  void add(SeriesId id, long epochMillis, double value) {
    series.computeIfAbsent(id, Listed::new).samples.put(epochMillis, value);
    generation++;
  }

  void clear() {
    series.clear();
    generation++;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public List<Series> named(String metric) {
    return all().stream().filter(one -> one.id().metric().equals(metric)).toList();
  }

  @Override
  public List<Series> all() {
    return new ArrayList<>(series.values());
  }

  private record Listed(SeriesId id, TreeMap<Long, Double> samples) implements Series {
    private Listed(SeriesId id) {
      this(id, new TreeMap<>());
    }

    @Override
    public double valueAt(long epochMillis) {
      var entry = samples.floorEntry(epochMillis);
      return entry == null || epochMillis - entry.getKey() >= LOOK_BACK_MILLIS
          ? Staleness.MARKER
          : entry.getValue();
    }

    @Override
    public long timeAt(long epochMillis) {
      var key = samples.floorKey(epochMillis);
      return key == null ? Long.MIN_VALUE : key;
    }

    @Override
    public void read(long fromExclusive, long toInclusive, SampleWindow window) {
      window.clear();
      samples
          .subMap(fromExclusive, false, Math.max(fromExclusive, toInclusive), true)
          .forEach((time, value) -> {
            if (!Staleness.isMarker(value)) {
              window.add(time, value);
            }
          });
    }
  }
}
