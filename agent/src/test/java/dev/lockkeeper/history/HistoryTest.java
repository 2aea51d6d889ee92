package dev.lockkeeper.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.series.MachineSeries;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final Duration STALE = Duration.ofSeconds(3);

  @TempDir Path directory;
  private final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private long now = 1_800_000_000_000L;

  private final long begin = now;
  private final MachineSeries machine = new MachineSeries(100, 3);

  @Test
  void whatWasWrittenComesBackExactly() {
    var written = new HashMap<SeriesId, List<Double>>();
    var writer = writer(Duration.ofHours(24), 64 << 20);
    for (int minute = 0; minute < 25; minute++) {
      for (int s = 0; s < 60; s++) {
        now += 1000;
        var sink = store.appender(now, STALE);
        machine.sample((id, value) -> {
          sink.sample(id, value);
          written.computeIfAbsent(id, _ -> new ArrayList<>()).add(value);
        });
      }
      writer.write(now);
    }
    assertThat(writer.status().problem()).isEmpty();
    // two of ten minutes and five of one
    assertThat(writer.status().blocks()).isEqualTo(7);
    var read = new HashMap<SeriesId, List<Double>>();
    var reader = HistoryReader.open(directory);
    var latest = new HashMap<SeriesId, Long>();
    reader.read(
        begin,
        now,
        (id, staleAfter, samples) -> {
          assertThat(staleAfter).isEqualTo(STALE);
          for (int i = 0; i < samples.size(); i++) {
            assertThat(samples.time(i)).isEqualTo(latest.getOrDefault(id, begin) + 1000);
            latest.put(id, samples.time(i));
            read.computeIfAbsent(id, _ -> new ArrayList<>()).add(samples.value(i));
          }
        });
    assertThat(reader.problems()).isEmpty();
    assertThat(read).isEqualTo(written);
    assertThat(reader.oldest()).hasValue(begin);
    assertThat(reader.newest()).hasValue(now);
  }

  @Test
  void markersOfStalenessComeBack() {
    var id = SeriesId.of("gone", "a", "b");
    var writer = writer(Duration.ofHours(24), 64 << 20);
    now += 1000;
    store.appender(now, STALE).sample(id, 7);
    now += 1000;
    store.markStale(id, now);
    writer.write(now);
    var values = new ArrayList<Double>();
    HistoryReader.open(directory)
        .read(
            0,
            Long.MAX_VALUE,
            (_, _, samples) -> {
              for (int i = 0; i < samples.size(); i++) {
                values.add(samples.value(i));
              }
            });
    assertThat(values).hasSize(2);
    assertThat(values.getFirst()).isEqualTo(7);
    assertThat(Staleness.isMarker(values.getLast())).isTrue();
  }

  @Test
  void aTornOrCorruptBlockCostsItselfOnly() throws IOException {
    var writer = writer(Duration.ofHours(24), 64 << 20);
    run(writer, 5);
    var blocks = Block.list(directory);
    assertThat(blocks).hasSize(5);
    var torn = Files.readAllBytes(blocks.get(1).file());
    Files.write(blocks.get(1).file(), java.util.Arrays.copyOf(torn, torn.length / 2));
    var corrupt = Files.readAllBytes(blocks.get(3).file());
    corrupt[corrupt.length / 2] ^= 1;
    Files.write(blocks.get(3).file(), corrupt);
    Files.writeString(directory.resolve("1-2.samples"), "");
    Files.writeString(directory.resolve("notes.txt"), "not ours");
    var reader = HistoryReader.open(directory);
    assertThat(samples(reader)).isEqualTo(3 * 60 * machine.size());
    assertThat(reader.problems()).hasSize(3);
    assertThat(String.join("\n", reader.problems())).contains("torn").contains("corrupt");
  }

  @Test
  void aBlockOfAnotherVersionIsSkippedAndSaid() throws IOException {
    var writer = writer(Duration.ofHours(24), 64 << 20);
    run(writer, 2);
    var file = Block.list(directory).getFirst().file();
    var bytes = Files.readAllBytes(file);
    bytes[BlockEncoder.MAGIC.length + 3] = 9;
    Files.write(file, bytes);
    var reader = HistoryReader.open(directory);
    assertThat(samples(reader)).isEqualTo(60 * machine.size());
    assertThat(reader.problems()).singleElement().asString().contains("version 9 is unknown");
  }

  @Test
  void garbageInAnyByteNeverDoesMoreThanCostItsBlock() {
    for (int i = 0; i < 60; i++) {
      now += 1000;
      machine.sample(store.appender(now, STALE));
    }
    var encoder = new BlockEncoder(begin, now);
    store.readAll(begin, now, new SampleWindow(), encoder::add);
    var good = encoder.finish();
    var random = new Random(5);
    for (int i = 0; i < 3000; i++) {
      var bytes = good.clone();
      int changes = 1 + random.nextInt(5);
      for (int c = 0; c < changes; c++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (random.nextInt(10) == 0) {
        random.nextBytes(bytes);
      }
      // with right checksums too, so that garbage gets as far as it can
      if (random.nextBoolean()) {
        repair(bytes);
      }
      try {
        new BlockDecoder(new HashMap<>())
            .decode(bytes, Long.MIN_VALUE, Long.MAX_VALUE, (_, _, _) -> {});
      } catch (IOException expected) {
        assertThat(expected).hasMessageMatching("(?s)(torn|corrupt|version|not a block).*");
      }
    }
  }

  private static void repair(byte[] bytes) {
    var buffer = java.nio.ByteBuffer.wrap(bytes);
    int body = bytes.length - BlockEncoder.HEADER;
    buffer.put(0, BlockEncoder.MAGIC);
    buffer.putInt(8, BlockEncoder.VERSION);
    buffer.putInt(BlockEncoder.HEADER - 12, body);
    buffer.putInt(BlockEncoder.HEADER - 8, BlockEncoder.checksum(bytes, BlockEncoder.HEADER, body));
    buffer.putInt(
        BlockEncoder.HEADER - 4, BlockEncoder.checksum(bytes, 0, BlockEncoder.HEADER - 4));
  }

  @Test
  void theLimitIsHeldAndTheOldestBecomesCoarserBeforeItGoes() throws IOException {
    long atMost = 200_000;
    var writer = writer(Duration.ofDays(7), atMost);
    var details = new ArrayList<String>();
    for (int minute = 0; minute < 8 * 60; minute++) {
      run(writer, 1);
      try (var files = Files.list(directory)) {
        assertThat(files.mapToLong(file -> file.toFile().length()).sum())
            .isLessThanOrEqualTo(atMost);
      }
    }
    for (var block : Block.list(directory)) {
      details.add(block.detail().name());
    }
    assertThat(details).contains("BUCKETS", "SAMPLES");
    assertThat(details).isSorted();
    assertThat(HistoryReader.open(directory).oldest().orElseThrow()).isGreaterThan(begin);
    var reader = HistoryReader.open(directory);
    long[] reached = {reader.oldest().orElseThrow()};
    long[] counted = {0};
    reader.read(
        0,
        Long.MAX_VALUE,
        (id, _, samples) -> {
          if (id.equals(machine.id(60))) {
            assertThat(samples.firstTime(0)).isEqualTo(reached[0] + 1000);
            reached[0] = samples.time(samples.size() - 1);
            counted[0] += samples.samples();
          }
        });
    assertThat(reached[0]).isEqualTo(now);
    assertThat(counted[0]).isEqualTo((now - reader.oldest().orElseThrow()) / 1000);
    assertThat(reader.problems()).isEmpty();
  }

  @Test
  void whatIsTooOldIsDropped() {
    var writer = writer(Duration.ofMinutes(30), 64 << 20);
    run(writer, 120);
    assertThat(HistoryReader.open(directory).oldest().orElseThrow())
        .isBetween(
            now - Duration.ofMinutes(45).toMillis(), now - Duration.ofMinutes(30).toMillis());
  }

  @Test
  void afterADiskHungForHoursWhatItMissedIsWrittenAsBuckets() {
    var writer = writer(Duration.ofHours(24), 64 << 20);
    run(writer, 3);
    fill(2 * 3600);
    writer.write(now);
    assertThat(writer.status().droppedSeconds()).isBetween(6000.0, 6600.0);
    run(writer, 12);
    var reader = HistoryReader.open(directory);
    assertThat(samples(reader)).isEqualTo((now - begin) / 1000 * machine.size());
    assertThat(reader.problems()).isEmpty();
  }

  @Test
  void afterTheWallClockWasSetBackHistoryGoesOn() {
    var writer = writer(Duration.ofHours(24), 64 << 20);
    run(writer, 3);
    now -= 3_600_000;
    run(writer, 3);
    assertThat(writer.status().problem()).isEmpty();
    assertThat(writer.status().blocks()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void aDirectoryThatCanNotBeMadeIsAProblemUntilItCan() throws IOException {
    Files.writeString(directory.resolve("file"), "in the way");
    var settings = new HistorySettings(directory.resolve("file"), Duration.ofHours(24), 64L << 20);
    var writer = new HistoryWriter(settings, store, () -> now, Duration.ofMinutes(1));
    run(writer, 2);
    assertThat(writer.status().problem()).contains("history is not written");
    assertThat(writer.status().failures()).isEqualTo(2);
    Files.delete(directory.resolve("file"));
    run(writer, 1);
    assertThat(writer.status().problem()).isEmpty();
    assertThat(samples(HistoryReader.open(directory.resolve("file"))))
        .isEqualTo(180 * machine.size());
  }

  @Test
  void windowsSurviveARestart() {
    var writer = writer(Duration.ofHours(24), 64 << 20);
    run(writer, 10 * 60);
    var windows = Map.of(machine.id(60).metric(), Duration.ofHours(24));
    now += 30_000;
    var recollection = new Recollection(directory, SeriesStore.Bounds.DEFAULT, windows, now);
    var again = new SeriesStore(SeriesStore.Bounds.DEFAULT);
    again.keepFor(windows);
    again.precede(recollection.recent().store());
    for (int i = 0; i < 5; i++) {
      now += 1000;
      machine.sample(again.appender(now, STALE));
    }
    again.precede(recollection.earlier().store());
    var window = new SampleWindow();
    var before = new SampleWindow();
    for (int i = 0; i < machine.size(); i++) {
      var series = find(again, machine.id(i));
      series.read(now - 600_000, now, window);
      assertThat(window.coarse()).isFalse();
      assertThat(window.size()).isEqualTo(600 - 30);
      series.read(now - 6 * 3_600_000, now, window);
      find(store, machine.id(i)).read(now - 6 * 3_600_000, now, before);
      assertThat(window.samples())
          .isCloseTo(6 * 3600 - 30, org.assertj.core.data.Offset.offset(15L));
      assertThat(window.samples() - 5).isEqualTo(before.samples());
    }
    find(again, machine.id(60)).read(begin, now, window);
    assertThat(window.samples()).isEqualTo(36_005);
  }

  private static dev.lockkeeper.model.SeriesView.Series find(SeriesStore in, SeriesId id) {
    return in.named(id.metric()).stream()
        .filter(series -> series.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tenMinutesOfAMachinesSeriesAreSmall() {
    var many = new MachineSeries(1500, 1);
    for (int i = 0; i < 600; i++) {
      now += 1000;
      many.sample(store.appender(now, STALE));
    }
    long nanos = System.nanoTime();
    var encoder = new BlockEncoder(begin, now);
    store.readAll(begin, now, new SampleWindow(), encoder::add);
    var bytes = encoder.finish();
    System.out.printf(
        "1500 series, 10 minutes at 1 s: %,d bytes, %.2f a sample, made in %d ms; 64 MiB hold"
            + " %.1f hours of it%n",
        bytes.length,
        bytes.length / 900_000.0,
        (System.nanoTime() - nanos) / 1_000_000,
        (64 << 20) / 6.0 / bytes.length);
    assertThat(bytes.length).isLessThan(900_000);
  }

  private HistoryWriter writer(Duration keep, long atMost) {
    return new HistoryWriter(
        new HistorySettings(directory, keep, atMost), store, () -> now, Duration.ofMinutes(1));
  }

  private void run(HistoryWriter writer, int minutes) {
    for (int minute = 0; minute < minutes; minute++) {
      fill(60);
      writer.write(now);
    }
  }

  private void fill(int seconds) {
    for (int s = 0; s < seconds; s++) {
      now += 1000;
      machine.sample(store.appender(now, STALE));
    }
    store.sweep(now);
  }

  private static long samples(HistoryReader reader) {
    long[] sum = {0};
    reader.read(0, Long.MAX_VALUE, (_, _, samples) -> sum[0] += samples.samples());
    return sum[0];
  }
}
