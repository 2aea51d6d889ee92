package dev.lockkeeper.journal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The only thread that touches the state directory, so that nobody else hangs with a frozen disk.
/// What waits for it is bounded: a newer write of the same file replaces an older one.
final class DiskThread implements AutoCloseable {
  /// Work on the disk.
  interface Work {
    void run() throws IOException;
  }

  private record Pending(Work work, CompletableFuture<Boolean> done) {}

  private final Map<String, Pending> queue = new LinkedHashMap<>();
  private final LongSupplier nanoTime;
  private final long patienceNanos;
  private @Nullable CompletableFuture<Boolean> running;
  private long runningSince;
  private boolean closed;

  /// @param patienceMillis how long a caller waits at the most
  DiskThread(String name, long patienceMillis, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    var thread = new Thread(this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /// Does it soon.
  ///
  /// @param key of two with the same key that still wait only the later one is done
  CompletableFuture<Boolean> submit(String key, Work work) {
    var pending = new Pending(work, new CompletableFuture<>());
    synchronized (queue) {
      if (closed) {
        pending.done().completeExceptionally(new IOException("the journal is closed"));
        return pending.done();
      }
      Pending older = queue.put(key, pending);
      if (older != null) {
        older.done().cancel(false);
      }
      queue.notifyAll();
    }
    return pending.done();
  }

  /// Waits for it, but not when the disk is known to hang, and never longer than the patience.
  ///
  /// @throws IOException when it failed
  /// @return whether it is done
  boolean await(CompletableFuture<Boolean> done) throws IOException {
    try {
      return done.get(hangs() ? 0 : patienceNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | CancellationException e) {
      return false;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException failure ? failure : new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean hangs() {
    synchronized (queue) {
      return running != null && nanoTime.getAsLong() - runningSince > patienceNanos;
    }
  }

  private void work() {
    while (true) {
      Pending next;
      synchronized (queue) {
        running = null;
        while (queue.isEmpty()) {
          if (closed) {
            return;
          }
          try {
            queue.wait();
          } catch (InterruptedException e) {
            return;
          }
        }
        var first = queue.entrySet().iterator();
        next = first.next().getValue();
        first.remove();
        running = next.done();
        runningSince = nanoTime.getAsLong();
      }
      try {
        next.work().run();
        next.done().complete(true);
      } catch (IOException | RuntimeException e) {
        next.done().completeExceptionally(e);
      }
    }
  }

  /// Ends after what still waits.
  @Override
  public void close() {
    synchronized (queue) {
      closed = true;
      queue.notifyAll();
    }
  }
}
