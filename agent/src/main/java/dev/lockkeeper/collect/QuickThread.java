package dev.lockkeeper.collect;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The thread that the quick collectors share, and one that watches over it: while there is work it
/// looks every few milliseconds whether a run has passed its deadline, and then gives the rest to a
/// new thread.
final class QuickThread implements AutoCloseable {
  private static final long GLANCE_NANOS = Duration.ofMillis(20).toNanos();

  private final LongSupplier nanoTime;
  private final LinkedBlockingQueue<CollectorRun> queue = new LinkedBlockingQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread watch;
  private CollectorThread worker;
  private boolean busy;

  QuickThread(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    worker = new CollectorThread("collector", queue);
    watch = Thread.ofPlatform().daemon().name("collector-watch").start(this::watch);
  }

  void add(CollectorRun run) {
    queue.add(run);
    // Held for moments only, and by the watching thread alone.
    lock.lock();
    try {
      if (!busy) {
        busy = true;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    try {
      while (true) {
        lock.lock();
        try {
          while (!busy) {
            work.await();
          }
          work.awaitNanos(GLANCE_NANOS);
          replaceIfStuck();
          busy = !queue.isEmpty() || worker.current() != null;
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void replaceIfStuck() {
    CollectorRun current = worker.current();
    if (current != null && current.markIfPastDeadline(nanoTime.getAsLong())) {
      worker.leave();
      worker = new CollectorThread("collector", queue);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    lock.lock();
    try {
      worker.close();
    } finally {
      lock.unlock();
    }
  }
}
