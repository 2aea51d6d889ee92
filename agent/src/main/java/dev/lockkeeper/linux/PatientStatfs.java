package dev.lockkeeper.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks file systems so that a dead one costs one thread and one wait: it is marked stuck until the
/// kernel lets go of the call, and nobody asks it again before. One thread at a time may ask.
final class PatientStatfs {
  private final Statfs statfs;
  private final Duration patience;
  private final Map<String, FutureTask<Statfs.Sizes>> unanswered = new HashMap<>();
  private @Nullable Asker asker;

  /// The thread that asks. When a question hangs it is left behind and ends with that question.
  private static final class Asker {
    final LinkedBlockingQueue<FutureTask<Statfs.Sizes>> questions = new LinkedBlockingQueue<>();
    final Thread thread =
        Thread.ofPlatform().daemon().name("collector-statfs").unstarted(this::answer);
    volatile boolean leftBehind;

    private void answer() {
      try {
        while (!leftBehind) {
          FutureTask<Statfs.Sizes> question = questions.poll(1, TimeUnit.MINUTES);
          if (question != null) {
            question.run();
          }
        }
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
    }
  }

  PatientStatfs(Statfs statfs, Duration patience) {
    this.statfs = statfs;
    this.patience = patience;
  }

  /// @throws IOException when it does not answer in time, has not answered before, or with an error
  Statfs.Sizes ask(String mountPoint) throws IOException {
    if (isStuck(mountPoint)) {
      throw new IOException(mountPoint + ": still no answer to statfs");
    }
    Asker mine = asker;
    if (mine == null) {
      mine = new Asker();
      mine.thread.start();
      asker = mine;
    }
    var question = new FutureTask<>(() -> statfs.ask(mountPoint));
    mine.questions.add(question);
    try {
      return question.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException hangs) {
      unanswered.put(mountPoint, question);
      mine.leftBehind = true;
      asker = null;
      throw new IOException(
          mountPoint + ": no answer to statfs for " + patience.toMillis() + " ms", hangs);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw cause instanceof IOException known
          ? known
          : new IOException(mountPoint + ": " + cause, cause);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      throw new IOException(mountPoint + ": interrupted", end);
    }
  }

  boolean isStuck(String mountPoint) {
    FutureTask<Statfs.Sizes> question = unanswered.get(mountPoint);
    if (question != null && question.isDone()) {
      unanswered.remove(mountPoint);
      return false;
    }
    return question != null;
  }
}
