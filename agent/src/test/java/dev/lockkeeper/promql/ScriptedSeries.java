package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Series as scripts load them: any time, any order, Prometheus' look-back of five minutes.
final class ScriptedSeries implements SeriesView {
  private static final long LOOK_BACK_MILLIS = 300_000;

  private final Map<SeriesId, Listed> series = new LinkedHashMap<>();

  /// when series have native histograms, which this view does not hold
  private final Map<SeriesId, TreeSet<Long>> histograms = new HashMap<>();

  private long generation;

  void load(PromqlScript.Row row, long stepMillis, boolean customBuckets) {
    for (int i = 0; i < row.values().size(); i++) {
      Double value = row.values().get(i);
      if (value != null) {
        add(row.series(), i * stepMillis, value);
        if (customBuckets) {
          addHistogram(ofClassic(row.series()), i * stepMillis);
        }
      } else if (row.histograms().get(i)) {
        addHistogram(row.series(), i * stepMillis);
      }
    }
  }

  void add(SeriesId id, long epochMillis, double value) {
    series.computeIfAbsent(id, Listed::new).samples.put(epochMillis, value);
    generation++;
  }

  private void addHistogram(SeriesId id, long epochMillis) {
    histograms.computeIfAbsent(id, _ -> new TreeSet<>()).add(epochMillis);
  }

  /// What the native histogram is called that is made of a classic one.
  private static SeriesId ofClassic(SeriesId id) {
    return new SeriesId(
        id.metric().replaceFirst("_(bucket|sum|count)$", ""),
        id.labels().keep(name -> !name.equals("le")));
  }

  void clear() {
    series.clear();
    histograms.clear();
    generation++;
  }

  /// Whether a plan meets native histograms when it is evaluated for an eval, a minute before and
  /// after.
  boolean histogramsIn(Plan plan, PromqlScript.Eval eval) {
    boolean anyTime = eval.query().contains("@") || eval.query().contains("offset");
    long from = eval.from() - plan.longestWindow().toMillis() - LOOK_BACK_MILLIS - 60_000;
    long to = eval.to() + 60_000;
    for (var entry : histograms.entrySet()) {
      boolean met = anyTime || !entry.getValue().subSet(from, true, to, true).isEmpty();
      if (met && plan.reads(entry.getKey())) {
        return true;
      }
    }
    return false;
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
