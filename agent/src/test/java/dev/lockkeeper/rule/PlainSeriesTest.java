package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlainSeriesTest {
  private final SeriesId up = SeriesId.of("up", "job", "a");
  private final PlainSeries series = new PlainSeries();

  @Test
  void theLatestSampleIsSeenForLessThanTheLookBack() {
    series.append(up, 1_000, 7);
    assertThat(value(999)).isNaN();
    assertThat(value(1_000)).isEqualTo(7);
    assertThat(value(300_999)).isEqualTo(7);
    assertThat(Staleness.isMarker(value(301_000))).isTrue();
    series.lookBack(up, Duration.ofSeconds(3));
    assertThat(value(3_999)).isEqualTo(7);
    assertThat(Staleness.isMarker(value(4_000))).isTrue();
  }

  @Test
  void aStaleMarkEndsASeriesOnceAndIsNoSample() {
    series.append(up, 1_000, 7);
    series.markStale(up, 2_000);
    series.markStale(up, 3_000);
    series.append(up, 4_000, 8);
    assertThat(Staleness.isMarker(value(2_500))).isTrue();
    var window = new SampleWindow();
    series.named("up").getFirst().read(1_000, 4_000, window);
    assertThat(window.size()).isEqualTo(1);
    series.named("up").getFirst().read(999, 4_000, window);
    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void samplesMayComeInAnyOrderAndTheLaterCallCounts() {
    for (long time : new long[] {5, 1, 3, 2, 4, 9, 8, 7, 6, 0}) {
      series.append(up, time, time);
    }
    series.append(up, 3, 33);
    assertThat(value(2)).isEqualTo(2);
    assertThat(value(3)).isEqualTo(33);
    assertThat(value(4)).isEqualTo(4);
    assertThat(value(9)).isEqualTo(9);
  }

  @Test
  void aNewSeriesChangesGenerationAndListASampleDoesNot() {
    series.append(up, 1, 1);
    long generation = series.generation();
    var named = series.named("up");
    series.append(up, 2, 1);
    assertThat(series.generation()).isEqualTo(generation);
    assertThat(series.named("up")).isSameAs(named);
    series.append(SeriesId.of("up", "job", "b"), 2, 1);
    assertThat(series.generation()).isNotEqualTo(generation);
    assertThat(series.named("up")).hasSize(2);
    assertThat(series.all()).hasSize(2);
  }

  private static Bucket bucket(long first, double... values) {
    var bucket = new Bucket();
    for (int i = 0; i < values.length; i++) {
      bucket.add(first + i * 1000L, values[i]);
    }
    return bucket;
  }

  @Test
  void aBucketStandsForItsSamplesWhereItLiesInTheWindowAndForOneWhereAnEdgeCutsIt() {
    series.append(up, bucket(1_000, 1, 2, 3));
    series.append(up, bucket(4_000, 9, 5, 6));
    series.append(up, 7_000, 7);
    series.append(up, bucket(8_000, 8, 8));
    var window = new SampleWindow();
    var one = series.named("up").getFirst();

    one.read(0, 7_000, window);
    assertThat(window.size()).isEqualTo(3);
    assertThat(window.samples()).isEqualTo(7);
    assertThat(window.max(1)).isEqualTo(9);
    assertThat(window.cut()).isFalse();

    one.read(2_000, 8_500, window);
    assertThat(window.cutAtStart()).isTrue();
    assertThat(window.cutAtEnd()).isTrue();
    assertThat(window.time(0)).isEqualTo(3_000);
    assertThat(window.count(0)).isEqualTo(1);
    assertThat(window.count(1)).isEqualTo(3);
    assertThat(window.time(window.size() - 1)).isEqualTo(8_000);

    assertThat(value(5_000)).as("the last that is known to be before").isEqualTo(3);
    assertThat(value(9_500)).isEqualTo(8);
  }

  @Test
  void whatIsOldIsDroppedButForTheLastThatMayBeLookedBackTo() {
    for (long time = 1; time <= 20; time++) {
      series.append(up, bucket(time * 10_000, 1, 2));
    }
    assertThat(series.dropBefore(155_000)).isEqualTo(6);
    assertThat(value(155_000)).isEqualTo(2);
    assertThat(Staleness.isMarker(value(150_000))).isTrue();
    var window = new SampleWindow();
    series.named("up").getFirst().read(150_000, 300_000, window);
    assertThat(window.samples()).isEqualTo(11);
    assertThat(window.size()).isEqualTo(6);
  }

  private double value(long at) {
    return series.named("up").getFirst().valueAt(at);
  }
}
