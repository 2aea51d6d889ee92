package dev.lockkeeper.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.lab.Program;
import dev.lockkeeper.series.MachineSeries;
import dev.lockkeeper.series.SeriesStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// History on disks that are full, or stand still.
class HistoryDiskIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private final MachineSeries machine = new MachineSeries(300, 4);
  private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

  @Test
  void aFullDiskPausesHistoryAndSaysSoUntilThereIsRoomAgain() throws Exception {
    var disk = Files.createDirectory(folder.resolve("disk"));
    var mounted =
        Program.run(
            PATIENCE,
            List.of("mount", "-t", "tmpfs", "-o", "size=128k", "lockkeeper-test", disk.toString()));
    assumeTrue(mounted.exit() == 0, "no tmpfs can be mounted here: " + mounted.output());
    try {
      var writer = writer(disk.resolve("history"), Duration.ofMinutes(1));
      long begin = now.get();
      int minutes = 0;
      while (writer.status().problem().isEmpty()) {
        assertThat(minutes++).isLessThan(200);
        fill(60);
        writer.write(now.get());
      }
      assertThat(writer.status().problem()).contains("No space left");
      assertThat(writer.status().failures()).isEqualTo(1);
      // no half a block stays
      try (var files = Files.list(disk.resolve("history"))) {
        assertThat(files).allMatch(file -> Block.of(file).isPresent());
      }
      fill(60);
      writer.write(now.get());
      assertThat(writer.status().failures()).isEqualTo(2);
      Program.run(PATIENCE, List.of("mount", "-o", "remount,size=4m", disk.toString())).orFail();
      fill(60);
      writer.write(now.get());
      assertThat(writer.status().problem()).isEmpty();
      long[] samples = {0};
      var reader = HistoryReader.open(disk.resolve("history"));
      reader.read(begin, now.get(), (_, _, window) -> samples[0] += window.samples());
      assertThat(reader.problems()).isEmpty();
      assertThat(samples[0]).isEqualTo((now.get() - begin) / 1000 * machine.size());
    } finally {
      Program.run(PATIENCE, List.of("umount", disk.toString())).orFail();
    }
  }

  /// A pipe that nobody reads: whoever opens it to write waits, as on a frozen disk.
  @Test
  void aDiskThatStandsStillHoldsNeitherTheWriterOfSamplesNorTheEnd() throws Exception {
    var history = Files.createDirectory(folder.resolve("history"));
    long begin = now.get();
    var clock = new AtomicLong(begin);
    var writer =
        new HistoryWriter(settings(history), store, clock::get, Duration.ofMillis(50)).start();
    fill(60);
    clock.set(now.get() + 2000);
    await().atMost(PATIENCE).until(() -> writer.status().blocks() == 1);
    long until = begin + 120_000;
    var pipe =
        history.resolve(Block.name(begin + 60_000, until, Block.Detail.SAMPLES) + ".unfinished");
    Program.run(PATIENCE, List.of("mkfifo", pipe.toString())).orFail();
    fill(60);
    clock.set(now.get() + 2000);
    await().atMost(PATIENCE).until(() -> waitsFor(pipe));
    for (int i = 0; i < 30; i++) {
      fill(60);
    }
    assertThat(writer.status().blocks()).isEqualTo(1);
    assertThat(store.bytes()).isLessThan(store.maxBytes());
    long nanos = System.nanoTime();
    writer.close();
    assertThat(Duration.ofNanos(System.nanoTime() - nanos)).isLessThan(Duration.ofSeconds(10));
    // it moves again
    clock.set(now.get());
    try (var in = Files.newInputStream(pipe)) {
      assertThat(in.readAllBytes()).startsWith(BlockEncoder.MAGIC);
    }
    await().atMost(PATIENCE).until(() -> writer.status().droppedSeconds() > 0);
  }

  /// Whether the history's thread has got as far as to open a file, and not further.
  private static boolean waitsFor(Path file) {
    return Files.exists(file)
        && Thread.getAllStackTraces().entrySet().stream()
            .filter(thread -> thread.getKey().getName().equals("history"))
            .flatMap(thread -> java.util.Arrays.stream(thread.getValue()))
            .anyMatch(frame -> frame.getMethodName().equals("open0"));
  }

  @Test
  void aRunningWriterWritesByItselfAndOnceMoreAtItsEnd() throws Exception {
    var history = folder.resolve("history");
    var writer = HistoryWriter.start(settings(history), store, now::get);
    fill(30);
    writer.close();
    var reader = HistoryReader.open(history);
    assertThat(reader.newest()).hasValue(now.get());
    assertThat(TimeUnit.MILLISECONDS.toSeconds(now.get() - reader.oldest().orElseThrow()))
        .isEqualTo(30);
  }

  private HistoryWriter writer(Path history, Duration every) {
    return new HistoryWriter(settings(history), store, now::get, every);
  }

  private static HistorySettings settings(Path history) {
    return new HistorySettings(history, Duration.ofHours(24), 64L << 20);
  }

  private void fill(int seconds) {
    for (int s = 0; s < seconds; s++) {
      machine.sample(store.appender(now.addAndGet(1000), Duration.ofSeconds(3)));
    }
    store.sweep(now.get());
  }
}
