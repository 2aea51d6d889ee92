package dev.lockkeeper.run;

import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.rule.Recorder;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Puts what rules yield into the store. For the loop's thread.
final class StoreRecorder implements Recorder {
  private final SeriesStore store;

  /// for the moment and staleness of the call before, which nearly always are the next one's too
  private @Nullable SampleSink sink;

  private long sinkAt;
  private Duration sinkStaleAfter = Duration.ZERO;

  StoreRecorder(SeriesStore store) {
    this.store = store;
  }

  @Override
  public void sample(SeriesId id, long epochMillis, double value, Duration staleAfter) {
    var fitting = sink;
    if (fitting == null || sinkAt != epochMillis || !sinkStaleAfter.equals(staleAfter)) {
      fitting = store.appender(epochMillis, staleAfter);
      sink = fitting;
      sinkAt = epochMillis;
      sinkStaleAfter = staleAfter;
    }
    fitting.sample(id, value);
  }

  @Override
  public void stale(SeriesId id, long epochMillis) {
    store.markStale(id, epochMillis);
  }
}
