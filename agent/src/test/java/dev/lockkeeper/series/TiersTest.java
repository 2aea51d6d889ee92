package dev.lockkeeper.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Buckets against the samples that they were made of.
class TiersTest {
  private static final Duration STALE = Duration.ofSeconds(3);
  private static final SeriesId ID = SeriesId.of("m");

  private final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private final SampleWindow window = new SampleWindow();

  @Test
  void bucketsOfEveryKindOfValueSumUpExactly() {
    var random = new Random(7);
    for (int kind = 0; kind < 9; kind++) {
      var id = SeriesId.of("kind", "k", "" + kind);
      int n = 4 * 3600;
      var values = new double[n + 1];
      for (int t = 1; t <= n; t++) {
        values[t] = value(kind, values[t - 1], random);
        store.appender(t * 1000L, STALE).sample(id, values[t]);
      }
      var series = store.named("kind").get(kind);
      // whole buckets on both sides: 15 s divide both edges
      int from = 1500;
      int to = 1500 + 15 * 60 * 4;
      series.read(from * 1000L, to * 1000L, window);
      assertThat(window.coarse()).isTrue();
      assertThat(window.cut()).isFalse();
      assertThat(window.samples()).isEqualTo(to - from);
      int t = from;
      for (int i = 0; i < window.size(); i++) {
        int first = t + 1;
        double sum = 0;
        double min = Double.NaN;
        double max = Double.NaN;
        double lost = 0;
        for (int j = 0; j < window.count(i); j++) {
          t++;
          sum += values[t];
          min = values[t] < min || Double.isNaN(min) ? values[t] : min;
          max = values[t] > max || Double.isNaN(max) ? values[t] : max;
          lost += t > first && values[t] < values[t - 1] ? values[t - 1] : 0;
        }
        assertThat(window.firstTime(i)).isEqualTo(first * 1000L);
        assertThat(window.time(i)).isEqualTo(t * 1000L);
        same(window.first(i), values[first]);
        same(window.value(i), values[t]);
        same(window.min(i), min);
        same(window.max(i), max);
        near(window.sum(i), sum);
        near(window.lost(i), lost);
      }
    }
  }

  private static double value(int kind, double before, Random random) {
    return switch (kind) {
      case 0 -> 5;
      case 1 -> before + random.nextInt(100);
      case 2 -> Math.round((before + 0.01 * random.nextInt(100)) * 100) / 100.0;
      case 3 -> random.nextInt(200) == 0 ? 0 : before + random.nextInt(1_000_000);
      case 4 -> random.nextDouble();
      case 5 -> random.nextInt(50) == 0 ? Double.NaN : random.nextGaussian();
      case 6 -> random.nextInt(100) == 0 ? Double.POSITIVE_INFINITY : 4096 * random.nextInt(9);
      case 7 -> random.nextInt(30) == 0 ? random.nextInt(3) : before;
      default -> -1e15 * random.nextInt(100) + random.nextInt();
    };
  }

  @Test
  void aWindowWhoseLeftEdgeCutsABucketHasItsLastSampleAndSaysSo() {
    fill(2 * 3600);
    series().read(1_000_007_000 - 1_000_000_000, 7_200_000, window);
    assertThat(window.cutAtStart()).isTrue();
    assertThat(window.cutAtEnd()).isFalse();
    assertThat(window.time(0)).isEqualTo(15_000);
    assertThat(window.count(0)).isEqualTo(1);
    assertThat(window.samples()).isEqualTo(7200 - 15 + 1);
  }

  @Test
  void aWindowWhoseRightEdgeCutsABucketHasItsFirstSampleAndSaysSo() {
    fill(2 * 3600);
    series().read(0, 67_000, window);
    assertThat(window.cutAtEnd()).isTrue();
    assertThat(window.time(window.size() - 1)).isEqualTo(61_000);
    assertThat(window.samples()).isEqualTo(61);
  }

  @Test
  void aSeriesIsSeenAsItWasHoursAgoToWithinABucket() {
    fill(2 * 3600);
    for (long at = 30_000; at < 5_400_000; at += 777) {
      long time = series().timeAt(at);
      assertThat(at - time).isBetween(0L, 15_000L);
      assertThat(series().valueAt(at)).isEqualTo(time / 1000.0);
    }
  }

  @Test
  void aSeriesThatHadEndedHoursAgoIsMissingThen() {
    for (int t = 1; t <= 7200; t++) {
      if (t <= 700 || t > 1300) {
        store.appender(t * 1000L, STALE).sample(ID, t);
      } else if (t == 701) {
        store.markStale(ID, 701_000);
      }
    }
    assertThat(series().valueAt(700_000)).isEqualTo(700);
    assertThat(Staleness.isMarker(series().valueAt(701_000))).isTrue();
    assertThat(Staleness.isMarker(series().valueAt(1_300_000))).isTrue();
    assertThat(series().valueAt(1_303_000)).isEqualTo(1301);
    series().read(0, 7_200_000, window);
    assertThat(window.samples()).isEqualTo(6600);
  }

  @Test
  void whatARuleLooksBackAtForDaysIsKeptThatLongAndNothingElseIs() {
    store.keepFor(Map.of("m", Duration.ofDays(3), "n", Duration.ofHours(1)));
    var other = SeriesId.of("n");
    int minutes = 4 * 24 * 60;
    for (int t = 1; t <= minutes; t++) {
      var sink = store.appender(t * 60_000L, Duration.ofMinutes(3));
      sink.sample(ID, t);
      sink.sample(other, t);
      store.sweep(t * 60_000L);
    }
    long now = minutes * 60_000L;
    series().read(now - Duration.ofDays(3).toMillis(), now, window);
    assertThat(window.samples()).isEqualTo(3 * 24 * 60);
    assertThat(window.cut()).isFalse();
    assertThat(window.min(0)).isEqualTo(24 * 60 + 1);
    store.named("n").getFirst().read(0, now, window);
    assertThat(window.samples()).isBetween(360L, 8 * 60L);
    assertThat(store.reach("m")).isEqualTo(Duration.ofDays(3));
    store.keepFor(Map.of());
    series().read(0, now, window);
    assertThat(window.samples()).isLessThan(8 * 60L);
  }

  @Test
  void aStoreThatPrecedesAnotherMakesOneWindowOfBoth() {
    fill(4000);
    var later = new SeriesStore(SeriesStore.Bounds.DEFAULT);
    for (int t = 4100; t <= 5000; t++) {
      later.appender(t * 1000L, STALE).sample(ID, t);
    }
    later.precede(store);
    var series = later.named("m").getFirst();
    series.read(0, 5_000_000, window);
    assertThat(window.samples()).isEqualTo(4000 + 901);
    assertThat(series.valueAt(3_999_000)).isEqualTo(3999);
    assertThat(Staleness.isMarker(series.valueAt(4_050_000))).isTrue();
    for (int t = 5001; t <= 20_000; t++) {
      later.appender(t * 1000L, STALE).sample(ID, t);
    }
    series.read(0, 20_000_000, window);
    assertThat(window.samples()).isEqualTo(4000 + 15_901);
  }

  private void fill(int seconds) {
    for (int t = 1; t <= seconds; t++) {
      store.appender(t * 1000L, STALE).sample(ID, t);
    }
  }

  private dev.lockkeeper.model.SeriesView.Series series() {
    return store.named("m").getFirst();
  }

  private static void same(double actual, double expected) {
    assertThat(Double.doubleToLongBits(actual)).isEqualTo(Double.doubleToLongBits(expected));
  }

  private static void near(double actual, double expected) {
    if (Double.isFinite(expected)) {
      assertThat(Math.abs(actual - expected)).isLessThanOrEqualTo(1e-12 * (1 + Math.abs(expected)));
    } else {
      same(actual, expected);
    }
  }
}
