package dev.lockkeeper.collect;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.SampleSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Runs collectors away from the loop, each with its deadline.
///
/// Quick collectors share one thread; one that [may hang][Collector#mayHang] has its own. A quick
/// one that passes its deadline all the same loses the others: their thread is left to it and ends
/// when the call returns, and a new thread takes the rest. A collector is never started before its
/// last run has ended and was drained, so one object per collector carries all its samples.
///
/// The methods are the loop's: one thread calls them. None blocks but [#awaitQuick].
public final class CollectorRunner implements AutoCloseable {
  /// What [#sampleSelf] yields.
  public static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.gauge(
              "lockkeeper_collector_success",
              "Whether the collector's latest run succeeded; 0 also where it has no data.",
              "collector"),
          MetricFamily.gauge(
              "lockkeeper_collector_duration_seconds",
              "How long the collector's latest finished run took.",
              "collector"),
          MetricFamily.gauge(
              "lockkeeper_collector_age_seconds",
              "Time since the collector's latest success.",
              "collector"));

  private static final long GLANCE_NANOS = Duration.ofMillis(1).toNanos();

  private final LongSupplier nanoTime;
  private final List<CollectorRun> runs = new ArrayList<>();
  private final List<CollectorThread> own = new ArrayList<>();
  private final QuickThread quick;

  /// @param nanoTime the monotonic clock, for the durations of runs; of the same origin as the
  ///   moments that are handed in
  public CollectorRunner(List<Collector> collectors, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    quick = new QuickThread(nanoTime);
    for (Collector collector : collectors) {
      var run = new CollectorRun(collector, nanoTime);
      runs.add(run);
      if (collector.mayHang()) {
        var thread = new CollectorThread("collector-" + collector.name());
        own.add(thread);
        run.handTo(thread);
      }
    }
  }

  /// Hands every collector that is due to its thread. Never blocks.
  public void requestDue(Moment now) {
    for (CollectorRun run : runs) {
      if (run.request(now)) {
        CollectorThread thread = run.thread();
        if (thread == null) {
          quick.add(run);
        } else {
          thread.add(run);
        }
      }
    }
  }

  /// Waits until all quick collectors that were handed over have answered, or some time has passed,
  /// so that a tick sees the samples that it asked for.
  ///
  /// @return whether all have answered
  public boolean awaitQuick(Duration atMost) {
    long end = nanoTime.getAsLong() + atMost.toNanos();
    while (!quickAnswered()) {
      long left = end - nanoTime.getAsLong();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(this, Math.min(left, GLANCE_NANOS));
    }
    return true;
  }

  private boolean quickAnswered() {
    for (CollectorRun run : runs) {
      // One that is past its deadline is waited for no more.
      if (run.thread() == null && run.inProgress() && !run.pastDeadline()) {
        return false;
      }
    }
    return true;
  }

  /// Hands over every finished batch. Never blocks.
  public void drain(Consumer<CollectedBatch> consumer) {
    for (CollectorRun run : runs) {
      run.drain(consumer);
    }
  }

  /// The collectors' own success, duration and age.
  public void sampleSelf(Moment now, SampleSink sink) {
    for (CollectorRun run : runs) {
      run.record().sample(now, run.stuck(), sink);
    }
  }

  /// Those whose answers are too old to be believed. One that has no data here is not among them.
  public List<Overdue> overdue(Moment now) {
    List<Overdue> late = null;
    for (CollectorRun run : runs) {
      if (run.record().overdue(now)) {
        if (late == null) {
          late = new ArrayList<>();
        }
        late.add(run.record().describeOverdue(now, run.stuck()));
      }
    }
    return late == null ? List.of() : late;
  }

  public List<CollectorState> states(Moment now) {
    return runs.stream().map(run -> run.record().state(now, run.stuck())).toList();
  }

  /// Lets all threads end; those that hang end with the process.
  @Override
  public void close() {
    quick.close();
    own.forEach(CollectorThread::close);
  }
}
