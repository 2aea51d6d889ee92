package dev.lockkeeper.run;

import dev.lockkeeper.history.Recollection;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings back what was in memory before a restart, on a thread of its own: the disk may be slow,
/// or stand still.
final class Recall {
  private static final Logger LOG = LoggerFactory.getLogger(Recall.class);
  private static final int MOST_PROBLEMS = 5;

  private final Recollection recollection;
  private final Consumer<Arrival> loop;
  private final CompletableFuture<SeriesStore> recent = new CompletableFuture<>();
  private final Object lock = new Object();
  private boolean tooLate;

  private Recall(Recollection recollection, Consumer<Arrival> loop) {
    this.recollection = recollection;
    this.loop = loop;
  }

  /// Begins to read.
  static Recall start(Recollection recollection, Consumer<Arrival> loop) {
    var recall = new Recall(recollection, loop);
    Thread.ofPlatform().name("history-reader").daemon().start(recall::read);
    return recall;
  }

  /// The last minutes, if they are there soon enough; else they come as an [Arrival.Recalled], as
  /// all that was before does anyway.
  @Nullable SeriesStore recent(Duration atMost) {
    try {
      return recent.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      synchronized (lock) {
        // it may have come at the last moment
        tooLate = !recent.isDone();
        return recent.getNow(null);
      }
    } catch (ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void read() {
    try {
      var found = recollection.recent();
      report(found.problems());
      synchronized (lock) {
        if (tooLate) {
          loop.accept(new Arrival.Recalled(found.store()));
        } else {
          recent.complete(found.store());
        }
      }
      var earlier = recollection.earlier();
      report(earlier.problems());
      loop.accept(new Arrival.Recalled(earlier.store()));
    } catch (RuntimeException e) {
      recent.completeExceptionally(e);
      LOG.error("history could not be read; windows begin anew", e);
    }
  }

  private static void report(List<String> problems) {
    problems.stream().limit(MOST_PROBLEMS).forEach(problem -> LOG.warn("history: {}", problem));
    if (problems.size() > MOST_PROBLEMS) {
      LOG.warn("history: {} more blocks could not be read", problems.size() - MOST_PROBLEMS);
    }
  }
}
