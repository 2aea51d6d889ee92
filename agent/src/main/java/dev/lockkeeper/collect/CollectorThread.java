package dev.lockkeeper.collect;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A platform thread that runs collectors one after the other: a call that blocks in the kernel
/// would hold a virtual thread's carrier.
final class CollectorThread implements AutoCloseable {
  private final LinkedBlockingQueue<CollectorRun> queue;
  private final Thread thread;
  private volatile boolean ending;
  private volatile @Nullable CollectorRun current;

  CollectorThread(String name) {
    this(name, new LinkedBlockingQueue<>());
  }

  CollectorThread(String name, LinkedBlockingQueue<CollectorRun> queue) {
    this.queue = queue;
    thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  void add(CollectorRun run) {
    queue.add(run);
  }

  /// What it runs at this moment.
  @Nullable CollectorRun current() {
    return current;
  }

  /// It ends after the run that it is in.
  void leave() {
    ending = true;
  }

  private void work() {
    try {
      while (!ending) {
        CollectorRun run = queue.poll(1, TimeUnit.MINUTES);
        if (run != null) {
          current = run;
          run.run();
          current = null;
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ending = true;
    thread.interrupt();
  }
}
