package dev.lockkeeper.history;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what the store holds: every minute what the minute brought, every ten minutes all of
/// these in one block instead.
///
/// It reads the store without locks, from a thread of its own, so the loop neither hands anything
/// over nor notices. The store is the queue: when the disk hangs, nothing piles up beyond what is
/// in memory anyway, and what the disk has missed is written once it moves again; as buckets where
/// the single samples have gone by then.
public final class HistoryWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);

  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofMinutes(10);

  /// Samples of a collector that was slow come with the time at which it was asked.
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final Duration LAST_EFFORT = Duration.ofSeconds(1);

  private final SeriesStore store;
  private final LongSupplier epochMillis;
  private final HistoryFolder folder;
  private final Duration every;
  private final SampleWindow window = new SampleWindow();
  private final Object lock = new Object();
  private final Thread thread;
  private volatile HistoryStatus status = HistoryStatus.NONE;
  private boolean closing;

  /// up to where everything is on disk
  private long written;

  /// since the last long block
  private final List<Block> shortBlocks = new ArrayList<>();

  private long shortSince;
  private long writtenBytes;
  private long failures;
  private double droppedSeconds;

  /// Begins to write what comes from now on.
  ///
  /// @param epochMillis the wall clock
  public static HistoryWriter start(
      HistorySettings settings, SeriesStore store, LongSupplier epochMillis) {
    return new HistoryWriter(settings, store, epochMillis, SHORT).start();
  }

  HistoryWriter start() {
    thread.start();
    return this;
  }

  HistoryWriter(
      HistorySettings settings, SeriesStore store, LongSupplier epochMillis, Duration every) {
    this.store = store;
    this.epochMillis = epochMillis;
    this.folder = new HistoryFolder(settings);
    this.every = every;
    written = epochMillis.getAsLong();
    shortSince = written;
    thread = Thread.ofPlatform().name("history").daemon().unstarted(this::run);
  }

  public HistoryStatus status() {
    return status;
  }

  private void run() {
    try {
      folder.open();
      publish("");
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
    while (rest()) {
      write(epochMillis.getAsLong() - LATE.toMillis());
    }
    write(epochMillis.getAsLong());
  }

  /// @return false when it is to end
  private boolean rest() {
    synchronized (lock) {
      long until = System.nanoTime() + every.toNanos();
      try {
        for (long left = every.toNanos(); !closing && left > 0; left = until - System.nanoTime()) {
          lock.wait(left / 1_000_000 + 1);
        }
      } catch (InterruptedException e) {
        return false;
      }
      return !closing;
    }
  }

  /// Writes what has come up to a moment.
  void write(long to) {
    if (to < written) {
      // the wall clock was set back: what is in the future now is left as it is
      written = to;
      startShort(to);
      return;
    }
    try {
      double missed = Math.max(0, (to - written - store.keep().toMillis()) / 1000.0);
      boolean enough = to - shortSince >= LONG.toMillis() && !shortBlocks.isEmpty();
      // Memory holds single samples for longer than that, unless the disk hung.
      boolean replaces = enough && to - shortSince < store.keep().toMillis() - every.toMillis();
      long from = replaces ? shortSince : written;
      var bytes = encode(from, to);
      if (bytes != null) {
        var block =
            folder.add(
                from, to, bytes, replaces ? shortBlocks : List.of(), epochMillis.getAsLong());
        writtenBytes += bytes.length;
        droppedSeconds += missed;
        if (!enough) {
          shortBlocks.add(block);
        }
      }
      written = to;
      if (enough) {
        startShort(to);
      }
      succeeded();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void startShort(long from) {
    shortSince = from;
    shortBlocks.clear();
  }

  /// @return null when there is nothing to write
  private byte @Nullable [] encode(long from, long to) {
    var encoder = new BlockEncoder(from, to);
    store.readAll(from, to, window, encoder::add);
    return encoder.isEmpty() ? null : encoder.finish();
  }

  private void succeeded() {
    if (!status.problem().isEmpty()) {
      LOG.info("history is written again");
    }
    publish("");
  }

  private void failed(Exception e) {
    failures++;
    String problem = "history is not written: " + e;
    if (status.problem().isEmpty()) {
      LOG.warn("{}; tried again every minute", problem);
    }
    publish(problem);
  }

  private void publish(String problem) {
    var blocks = folder.blocks();
    status =
        new HistoryStatus(
            folder.bytes(),
            blocks.size(),
            blocks.isEmpty() ? 0 : blocks.getFirst().from(),
            writtenBytes,
            failures,
            droppedSeconds,
            problem);
  }

  /// Writes the last of it, if the disk does that within a second.
  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
    try {
      thread.join(LAST_EFFORT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
