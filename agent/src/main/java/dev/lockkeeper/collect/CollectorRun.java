package dev.lockkeeper.collect;

import dev.lockkeeper.collect.CollectedBatch.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A collector on its way from the loop to a thread and back: idle, asked for, running, done. The
/// state says whose the batch is: the thread's while asked for or running, else the loop's.
final class CollectorRun {
  private enum State {
    IDLE,
    ASKED_FOR,
    RUNNING,
    DONE
  }

  private final Collector collector;
  private final LongSupplier nanoTime;
  private final CollectedBatch batch;
  private final SampleSink sink;
  private final CollectorRecord record;
  private volatile State state = State.IDLE;
  private volatile long startedNanos;
  private volatile boolean late;
  private @Nullable CollectorThread thread;
  private @Nullable Moment due;

  CollectorRun(Collector collector, LongSupplier nanoTime) {
    this.collector = collector;
    this.nanoTime = nanoTime;
    batch = new CollectedBatch(collector.name());
    sink = batch::add;
    record = new CollectorRecord(collector);
  }

  /// Gives it a thread of its own.
  void handTo(CollectorThread own) {
    thread = own;
  }

  /// Its own thread; null when it shares the quick one.
  @Nullable CollectorThread thread() {
    return thread;
  }

  CollectorRecord record() {
    return record;
  }

  /// Asks for a run if one is due. While the last run goes on none is asked for.
  ///
  /// @return whether it must be given to a thread now
  boolean request(Moment now) {
    record.watchedFrom(now);
    Moment next = due;
    // Ticks are never quite even: one that comes a little early counts.
    if (next != null && !now.reached(next, collector.interval().dividedBy(10).negated())) {
      return false;
    }
    if (state != State.IDLE) {
      return false;
    }
    boolean inStep = next != null && !now.reached(next, collector.interval());
    due = (inStep && next != null ? next : now).plus(collector.interval());
    batch.begin(now);
    state = State.ASKED_FOR;
    return true;
  }

  /// Runs the collector: the thread's part.
  void run() {
    long start = nanoTime.getAsLong();
    startedNanos = start;
    late = false;
    state = State.RUNNING;
    Outcome outcome = Outcome.FAILURE;
    String error = "";
    try {
      collector.collect(batch.moment(), sink);
      outcome = Outcome.SUCCESS;
    } catch (NoDataException none) {
      outcome = Outcome.NO_DATA;
      error = text(none);
    } catch (IOException failed) {
      error = text(failed);
    } catch (RuntimeException | LinkageError defect) {
      // A defect in one collector must not end the thread that the others need.
      error = defect.toString();
    }
    batch.end(outcome, error, nanoTime.getAsLong() - start);
    state = State.DONE;
  }

  private static String text(IOException failed) {
    String message = failed.getMessage();
    return message == null || message.isEmpty() ? failed.toString() : message;
  }

  void drain(Consumer<CollectedBatch> consumer) {
    if (state == State.DONE) {
      record.finished(batch);
      try {
        consumer.accept(batch);
      } finally {
        state = State.IDLE;
      }
    }
  }

  boolean inProgress() {
    State present = state;
    return present == State.ASKED_FOR || present == State.RUNNING;
  }

  /// Whether a run goes on past its deadline.
  boolean stuck() {
    return state == State.RUNNING
        && nanoTime.getAsLong() - startedNanos > collector.deadline().toNanos();
  }

  boolean pastDeadline() {
    return late && state == State.RUNNING;
  }

  /// Marks a run that is late, once.
  ///
  /// @return whether it was marked by this call
  boolean markIfPastDeadline(long nowNanos) {
    if (!late
        && state == State.RUNNING
        && nowNanos - startedNanos > collector.deadline().toNanos()) {
      late = true;
      return true;
    }
    return false;
  }
}
