package dev.lockkeeper.run;

import dev.lockkeeper.journal.AlertStatesFile;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.rule.SavedAlerts;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the state of alerts for the next process. The loop says when; files are written elsewhere,
/// each directory by a thread of its own: while the disk hangs, the runtime directory is still kept
/// up to date.
final class AlertMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertMemory.class);

  /// What is older is forgotten: after a longer outage alerts begin anew, as in Prometheus.
  static final Duration TOLERANCE = Duration.ofHours(1);

  /// Between two writes because an alert began, changed or ended.
  private static final Duration CHANGES_EVERY = Duration.ofSeconds(2);

  /// Between two writes of how far alerts have got.
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  /// The same for the state directory, which may be on the disk that is in trouble.
  private static final Duration DISK_PROGRESS_EVERY = Duration.ofMinutes(1);

  private static final Duration LAST_WRITE = Duration.ofMillis(300);

  /// Writes what it was last given, one at a time; what comes meanwhile replaces what waits.
  private static final class Latest implements AutoCloseable {
    private final AtomicReference<@Nullable SavedAlerts> waiting = new AtomicReference<>();
    private final Consumer<SavedAlerts> write;
    private final ExecutorService thread;

    Latest(String name, Consumer<SavedAlerts> write) {
      this.write = write;
      this.thread =
          Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
    }

    void put(SavedAlerts saved) {
      if (waiting.getAndSet(saved) == null && !thread.isShutdown()) {
        thread.execute(() -> {
          var next = waiting.getAndSet(null);
          if (next != null) {
            write.accept(next);
          }
        });
      }
    }

    @Override
    public void close() {
      thread.shutdown();
      try {
        var _ = thread.awaitTermination(LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final AlertStatesFile file;
  private final Latest runtime;
  private final Latest disk;
  private long changes;
  private boolean empty = true;
  private @Nullable Moment written;
  private @Nullable Moment writtenToDisk;

  AlertMemory(AlertStatesFile file) {
    this.file = file;
    this.runtime = new Latest("alert-states-runtime", file::writeRuntime);
    this.disk = new Latest("alert-states-disk", file::writeState);
  }

  /// Gives rules the alerts that a former process has left. Reads files.
  void restore(Rules rules, Moment now) {
    var saved = file.read();
    if (saved.alerts().isEmpty()) {
      return;
    }
    int restored = rules.restore(saved, now, TOLERANCE);
    empty = restored == 0;
    LOG.info(
        "{} of {} alerts of the process before go on; they were kept {} s ago",
        restored,
        saved.alerts().size(),
        (now.epochMillis() - saved.epochMillis()) / 1000);
  }

  /// Has them written where there is something to write and it is time for it. For the loop's
  /// thread; never blocks.
  void tick(Rules rules, Moment now) {
    boolean changed = rules.changes() != changes;
    if (!changed && empty) {
      return;
    }
    if (passed(written, changed ? CHANGES_EVERY : PROGRESS_EVERY, now)) {
      keep(rules, now, changed || passed(writtenToDisk, DISK_PROGRESS_EVERY, now));
    }
  }

  private static boolean passed(@Nullable Moment since, Duration duration, Moment now) {
    return since == null || now.reached(since, duration);
  }

  private void keep(Rules rules, Moment now, boolean onDisk) {
    changes = rules.changes();
    var saved = rules.saved(now);
    empty = saved.alerts().isEmpty();
    written = now;
    runtime.put(saved);
    if (onDisk) {
      writtenToDisk = now;
      disk.put(saved);
    }
  }

  /// Has them written once more. For when the loop has ended.
  void end(Rules rules, Moment now) {
    if (!empty || rules.changes() != changes) {
      keep(rules, now, true);
    }
  }

  /// Waits a moment for what is being written.
  @Override
  public void close() {
    runtime.close();
    disk.close();
  }
}
