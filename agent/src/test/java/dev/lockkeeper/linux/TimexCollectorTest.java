package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TimexCollectorTest {
  private static final int STA_PLL = 0x1;
  private static final int STA_UNSYNC = 0x40;
  private static final int STA_NANO = 0x2000;

  private static Timex.Discipline clock(int state, int status) {
    return new Timex.Discipline(
        state,
        -1_500_000,
        655_360,
        2_000,
        300,
        status,
        7,
        10_000,
        131_072,
        4_000,
        2,
        65_536,
        5,
        6,
        7,
        8,
        37);
  }

  private static Samples collect(Timex.Discipline clock) throws IOException {
    var samples = new Samples();
    new TimexCollector(() -> clock).collect(Fixture.NOW, samples);
    return samples;
  }

  @Test
  void aKeptClockHasItsOffsetInNanoseconds() throws IOException {
    Samples samples = collect(clock(0, STA_PLL | STA_NANO));
    assertThat(samples.value("node_timex_sync_status")).isEqualTo(1);
    assertThat(samples.value("node_timex_offset_seconds")).isEqualTo(-0.0015);
    assertThat(samples.value("node_timex_pps_jitter_seconds")).isEqualTo(4e-6);
    assertThat(samples.value("node_timex_frequency_adjustment_ratio"))
        .isCloseTo(1.00001, within(1e-12));
    assertThat(samples.value("node_timex_maxerror_seconds")).isEqualTo(0.002);
    assertThat(samples.value("node_timex_estimated_error_seconds")).isEqualTo(0.0003);
    assertThat(samples.value("node_timex_tick_seconds")).isEqualTo(0.01);
    assertThat(samples.value("node_timex_pps_frequency_hertz")).isEqualTo(2e-6);
    assertThat(samples.value("node_timex_pps_stability_hertz")).isEqualTo(1e-6);
    assertThat(samples.value("node_timex_pps_jitter_total")).isEqualTo(5);
    assertThat(samples.value("node_timex_pps_calibration_total")).isEqualTo(6);
    assertThat(samples.value("node_timex_pps_error_total")).isEqualTo(7);
    assertThat(samples.value("node_timex_pps_stability_exceeded_total")).isEqualTo(8);
    assertThat(samples.value("node_timex_tai_offset_seconds")).isEqualTo(37);
    assertThat(samples.series).hasSize(17);
  }

  @Test
  void anOldProgramKeepsTheClockInMicroseconds() throws IOException {
    Samples samples = collect(clock(0, STA_PLL));
    assertThat(samples.value("node_timex_offset_seconds")).isEqualTo(-1.5);
    assertThat(samples.value("node_timex_pps_jitter_seconds")).isEqualTo(0.004);
  }

  @Test
  void aClockThatNobodyKeepsSaysSo() throws IOException {
    Samples samples = collect(clock(5, STA_UNSYNC));
    assertThat(samples.value("node_timex_sync_status")).isZero();
    assertThat(samples.value("node_timex_status")).isEqualTo(STA_UNSYNC);
  }

  @Test
  void everySeriesIsInTheCatalogue() throws IOException {
    var names =
        new TimexCollector(() -> clock(0, 0))
            .catalogue().stream().map(family -> family.name()).toList();
    collect(clock(0, 0)).series.keySet().forEach(id -> assertThat(names).contains(id.metric()));
  }
}
