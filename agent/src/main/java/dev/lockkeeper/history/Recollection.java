package dev.lockkeeper.history;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.SeriesStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Puts history into a store of its own, which is then to precede the one that runs.
///
/// In two steps, since a rule needs the last minutes first: [#recent] takes some tens of
/// milliseconds, [#earlier] a second or two.
public final class Recollection {

  /// @param store holds what was found
  /// @param problems blocks that could not be read, for a person
  public record Found(SeriesStore store, List<String> problems) {
    public Found {
      problems = List.copyOf(problems);
    }
  }

  private final Path directory;
  private final SeriesStore.Bounds bounds;
  private final Map<String, Duration> windows;
  private final long now;

  /// @param bounds those of the store that runs
  /// @param windows how far rules look back, by metric
  /// @param now wall time, milliseconds since the Unix epoch; what is later is left out
  public Recollection(
      Path directory, SeriesStore.Bounds bounds, Map<String, Duration> windows, long now) {
    this.directory = directory;
    this.bounds = bounds.besides();
    this.windows = Map.copyOf(windows);
    this.now = now;
  }

  /// The time of which the store keeps every single sample. Reads the disk.
  public Found recent() {
    return read(now - bounds.keep().toMillis(), now, now - bounds.keep().toMillis());
  }

  /// What was before, in buckets. Reads the disk.
  public Found earlier() {
    long recent = now - bounds.keep().toMillis();
    long buckets = now - bounds.keepBuckets().toMillis();
    long wide =
        now
            - windows.values().stream()
                .mapToLong(window -> Math.min(window.toMillis(), SeriesStore.LONGEST.toMillis()))
                .max()
                .orElse(0);
    var store = newStore();
    var reader = HistoryReader.open(directory);
    var consumer = new Filler(store, now);
    if (wide < buckets) {
      reader.read(
          wide,
          buckets,
          new SeriesConsumer() {
            @Override
            public void take(SeriesId series, Duration staleAfter, SampleWindow samples) {
              consumer.take(series, staleAfter, samples);
            }

            @Override
            public boolean wants(SeriesId series) {
              var window = windows.get(series.metric());
              return window != null && window.compareTo(bounds.keepBuckets()) > 0;
            }
          });
    }
    reader.read(buckets, recent, consumer);
    return new Found(store, reader.problems());
  }

  private Found read(long from, long to, long samplesFrom) {
    var store = newStore();
    var reader = HistoryReader.open(directory);
    reader.read(from, to, new Filler(store, samplesFrom));
    return new Found(store, reader.problems());
  }

  /// Fills a store, and holds its bounds.
  private final class Filler implements SeriesConsumer {
    private static final long HOLD_EVERY = 1 << 20;

    private final SeriesStore store;
    private final long samplesFrom;
    private long entries;

    Filler(SeriesStore store, long samplesFrom) {
      this.store = store;
      this.samplesFrom = samplesFrom;
    }

    @Override
    public void take(SeriesId series, Duration staleAfter, SampleWindow samples) {
      store.put(series, staleAfter.toMillis(), samples, samplesFrom);
      entries += samples.size();
      if (entries > HOLD_EVERY) {
        entries = 0;
        store.holdBounds(now);
      }
    }
  }

  private SeriesStore newStore() {
    var store = new SeriesStore(bounds);
    store.keepFor(windows);
    return store;
  }
}
