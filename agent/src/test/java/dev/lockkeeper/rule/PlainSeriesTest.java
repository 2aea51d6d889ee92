package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

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

  private double value(long at) {
    return series.named("up").getFirst().valueAt(at);
  }
}
