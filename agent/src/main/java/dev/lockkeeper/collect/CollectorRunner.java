package dev.lockkeeper.collect;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.SampleSink;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Runs collectors away from the loop, each with its deadline.
public final class CollectorRunner implements AutoCloseable {
  /// What [#sampleSelf] yields.
  public static final List<MetricFamily> CATALOGUE = List.of();

  /// @param nanoTime the monotonic clock, for the durations of runs
  public CollectorRunner(List<Collector> collectors, LongSupplier nanoTime) {}

  /// Hands every collector that is due to its thread. Never blocks.
  public void requestDue(Moment now) {}

  /// Waits until all quick collectors that were handed over have answered, or some time has passed.
  ///
  /// @return whether all have answered
  public boolean awaitQuick(Duration atMost) {
    return true;
  }

  /// Hands over every finished batch. Never blocks.
  public void drain(Consumer<CollectedBatch> consumer) {}

  /// The collectors' own success, duration and age.
  public void sampleSelf(Moment now, SampleSink sink) {}

  /// Those whose answers are too old to be believed.
  public List<Overdue> overdue(Moment now) {
    return List.of();
  }

  public List<CollectorState> states(Moment now) {
    return List.of();
  }

  @Override
  public void close() {}
}
