package dev.lockkeeper.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the tiers cost at a sample a second: for 150 series, which may take a tenth of what 1,500
/// may. `bench/store` prints the same for 1,500.
class StoreMemoryTest {
  private static final Duration STALE = Duration.ofSeconds(3);

  private static final SeriesStore.Bounds A_TENTH =
      new SeriesStore.Bounds(
          Duration.ofMinutes(15), Duration.ofHours(6), 10_000, 1_600_000, 1_600_000);

  @Test
  void sixHoursOfAMachinesSeriesFitInto16Megabytes() {
    var machine = new MachineSeries(150, 1);
    var store = new SeriesStore(A_TENTH);
    long nanos = System.nanoTime();
    int seconds = 6 * 3600 + 1800;
    for (int t = 1; t <= seconds; t++) {
      machine.sample(store.appender(t * 1000L, STALE));
      if (t % 10 == 0) {
        store.sweep(t * 1000L);
      }
    }
    nanos = System.nanoTime() - nanos;
    System.out.printf(
        "150 series, 1 s, %d s: %,d bytes by the store's account, "
            + "%.0f ns a sample; buckets reach back %s%n",
        seconds, store.bytes(), nanos / (150.0 * seconds), store.keepBuckets());
    for (var kind : MachineSeries.Kind.values()) {
      String metric = machine.id(0).metric().replace("constant", kind.name().toLowerCase());
      var rings = store.named(metric);
      long bytes = rings.stream().mapToLong(ring -> ((Ring) ring).bytes()).sum();
      long tiers = rings.stream().mapToLong(ring -> ((Ring) ring).tier().bytes()).sum();
      System.out.printf(
          "  %-16s %4d series, %,7d bytes each, %,7d of them in buckets%n",
          kind, rings.size(), bytes / rings.size(), tiers / rings.size());
    }
    assertThat(store.bytes()).isLessThanOrEqualTo(1_600_000L);
    assertThat(store.keepBuckets()).isEqualTo(Duration.ofHours(6));
    var window = new SampleWindow();
    store.named(machine.id(99).metric()).getFirst().read(1_800_000, seconds * 1000L, window);
    assertThat(window.samples()).isEqualTo(6 * 3600);
  }

  @Test
  void numbersThatCanNotBePackedShortenWhatIsKeptInsteadOfGrowingMemory() {
    var random = new Random(1);
    var ids = new SeriesId[150];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = SeriesId.of("m", "i", "" + i);
    }
    var store = new SeriesStore(A_TENTH);
    for (int t = 1; t <= 2 * 3600; t++) {
      var sink = store.appender(t * 1000L, STALE);
      for (var id : ids) {
        sink.sample(id, random.nextDouble());
      }
      if (t % 10 == 0) {
        store.sweep(t * 1000L);
      }
    }
    store.sweep(2 * 3600_000L + 60_000);
    assertThat(store.bytes()).isLessThanOrEqualTo(store.maxBytes());
    assertThat(store.keepBuckets()).isLessThan(Duration.ofHours(1));
    assertThat(store.keep()).isEqualTo(Duration.ofMinutes(15));
    var window = new SampleWindow();
    store.named("m").getFirst().read(6_300_000, 7_200_000, window);
    assertThat(window.coarse()).isFalse();
    assertThat(window.size()).isEqualTo(900);
  }

  @Test
  void moreSeriesThanMemoryHoldsAreKeptForLess() {
    var machine = new MachineSeries(600, 2);
    var store = new SeriesStore(A_TENTH);
    for (int t = 1; t <= 3600; t++) {
      machine.sample(store.appender(t * 1000L, STALE));
      if (t % 10 == 0) {
        store.sweep(t * 1000L);
      }
    }
    store.sweep(3_700_000);
    assertThat(store.bytes()).isLessThanOrEqualTo(1_600_000 + 600 * 1000);
    assertThat(store.keepBuckets()).isLessThan(Duration.ofMinutes(31));
    assertThat(store.keep()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(15));
  }
}
