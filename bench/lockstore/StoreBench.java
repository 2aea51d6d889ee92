package lockstore;

import dev.lockkeeper.history.HistoryReader;
import dev.lockkeeper.history.HistorySettings;
import dev.lockkeeper.history.HistoryWriter;
import dev.lockkeeper.history.Recollection;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.series.MachineSeries;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Fills the agent's store with a machine's series, second by second, and weighs it.
final class StoreBench {
  private static final int SERIES = 1500;
  private static final int HOURS = 7;
  private static final Duration STALE = Duration.ofSeconds(3);
  private static final long AIM_BYTES = 16_000_000;

  public static void main(String[] args) throws IOException {
    var machine = new MachineSeries(SERIES, 1);
    var now = new AtomicLong(1_800_000_000_000L);
    SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
    long most = 0;
    long nanos = 0;
    long longest = 0;
    for (int t = 0; t < HOURS * 3600; t++) {
      long at = now.addAndGet(1000);
      var sink = store.appender(at, STALE);
      long begin = processorNanos();
      machine.sample(sink);
      if (t % 10 == 0) {
        store.sweep(at);
      }
      long took = processorNanos() - begin;
      nanos += took;
      longest = t < 3600 ? 0 : Math.max(longest, took); // the first hour warms up
      if (t % 300 == 0) {
        most = Math.max(most, store.bytes());
      }
    }
    System.out.printf("%d series at 1 s, %d h%n", SERIES, HOURS);
    System.out.printf(
        "  memory, by the store's account %,12d bytes, at most %,d%n", store.bytes(), most);
    System.out.printf(
        "  samples reach back             %12s, buckets %s%n", store.keep(), store.keepBuckets());
    System.out.printf(
        "  a sample                       %12.0f ns (its making included)%n",
        nanos / (double) SERIES / HOURS / 3600);
    System.out.printf("  the longest tick               %12.1f ms%n", longest / 1e6);
    reading(store, now.get());
    disk(store, machine, now);
    long with = heap();
    store = null;
    System.out.printf("  memory, of the heap            %,12d bytes%n", with - heap());
    if (most > AIM_BYTES) {
      System.out.printf("AIM MISSED: more than %,d bytes%n", AIM_BYTES);
      System.exit(1);
    }
  }

  private static void reading(SeriesStore store, long now) {
    var window = new SampleWindow();
    for (var hours : new double[] {0.25, 1, 6}) {
      long from = now - (long) (hours * 3_600_000);
      var all = store.all();
      long begin = 0;
      for (int round = 0; round < 4; round++) {
        begin = round == 1 ? processorNanos() : begin;
        for (var series : all) {
          series.read(from, now, window);
        }
      }
      System.out.printf(
          "  reading a window of %4.2f h     %12.1f µs (%d entries)%n",
          hours, (processorNanos() - begin) / 3e3 / all.size(), window.size());
    }
  }

  private static void disk(SeriesStore store, MachineSeries machine, AtomicLong now)
      throws IOException {
    var folder = Files.createTempDirectory("lockkeeper-bench");
    try {
      var settings = new HistorySettings(folder, Duration.ofHours(24), 64L << 20);
      long first = now.get();
      var writer = HistoryWriter.start(settings, store, now::get);
      for (int t = 0; t < 600; t++) {
        machine.sample(store.appender(now.addAndGet(1000), STALE));
      }
      writer.close();
      while (writer.status().blocks() == 0) {
        Thread.onSpinWait();
      }
      long bytes = writer.status().bytes();
      System.out.printf(
          "  10 minutes on disk             %,12d bytes (%.2f a sample); 64 MiB hold %.1f h%n",
          bytes, bytes / 600.0 / SERIES, (64 << 20) / 6.0 / bytes);
      long begin = processorNanos();
      var found =
          new Recollection(folder, SeriesStore.Bounds.DEFAULT, Map.of(), now.get()).recent();
      System.out.printf(
          "  reading them back              %12d ms (%d series)%n",
          (processorNanos() - begin) / 1_000_000, found.store().size());
      if (HistoryReader.open(folder).oldest().orElse(0) != first) {
        throw new IllegalStateException("history does not begin where it should");
      }
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /// What this thread has used: other programs may want the processors too.
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private StoreBench() {}
}
