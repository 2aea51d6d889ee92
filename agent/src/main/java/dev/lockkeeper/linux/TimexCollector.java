package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How well the clock is kept, as the kernel knows it (adjtimex(2)): whoever keeps it (chrony,
/// systemd-timesyncd, ntpd) tells the kernel.
final class TimexCollector implements Collector {
  /// `TIME_ERROR`: not synchronised.
  private static final int NOT_SYNCHRONISED = 5;

  /// `STA_NANO`: offsets are in nanoseconds.
  private static final int NANOSECONDS = 0x2000;

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_SECOND = 1e6;

  /// Scaled parts per million to a ratio.
  private static final double SCALED_PPM = 1e6 * 65_536;

  /// The clock drifts over minutes; its figures change as slowly.
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final List<MetricFamily> CATALOGUE = new ArrayList<>();

  private static final SeriesId OFFSET =
      gauge("offset_seconds", "Time offset in between local system and reference clock.");
  private static final SeriesId FREQUENCY =
      gauge("frequency_adjustment_ratio", "Local clock frequency adjustment.");
  private static final SeriesId MAX_ERROR = gauge("maxerror_seconds", "Maximum error in seconds.");
  private static final SeriesId ESTIMATED_ERROR =
      gauge("estimated_error_seconds", "Estimated error in seconds.");
  private static final SeriesId STATUS = gauge("status", "Value of the status array bits.");
  private static final SeriesId TIME_CONSTANT =
      gauge("loop_time_constant", "Phase-locked loop time constant.");
  private static final SeriesId TICK = gauge("tick_seconds", "Seconds between clock ticks.");
  private static final SeriesId PPS_FREQUENCY =
      gauge("pps_frequency_hertz", "Pulse per second frequency.");
  private static final SeriesId PPS_JITTER =
      gauge("pps_jitter_seconds", "Pulse per second jitter.");
  private static final SeriesId PPS_SHIFT =
      gauge("pps_shift_seconds", "Pulse per second interval duration.");
  private static final SeriesId PPS_STABILITY =
      gauge(
          "pps_stability_hertz",
          "Pulse per second stability, average of recent frequency changes.");
  private static final SeriesId PPS_JITTER_EXCEEDED =
      counter("pps_jitter_total", "Pulse per second count of jitter limit exceeded events.");
  private static final SeriesId PPS_CALIBRATIONS =
      counter("pps_calibration_total", "Pulse per second count of calibration intervals.");
  private static final SeriesId PPS_ERRORS =
      counter("pps_error_total", "Pulse per second count of calibration errors.");
  private static final SeriesId PPS_STABILITY_EXCEEDED =
      counter(
          "pps_stability_exceeded_total",
          "Pulse per second count of stability limit exceeded events.");
  private static final SeriesId TAI =
      gauge("tai_offset_seconds", "International Atomic Time (TAI) offset.");
  private static final SeriesId SYNCHRONISED =
      gauge("sync_status", "Is clock synchronized to a reliable server (1 = yes, 0 = no).");

  private final Timex timex;

  TimexCollector(Timex timex) {
    this.timex = timex;
  }

  private static SeriesId gauge(String name, String help) {
    CATALOGUE.add(MetricFamily.gauge("node_timex_" + name, help));
    return SeriesId.of("node_timex_" + name);
  }

  private static SeriesId counter(String name, String help) {
    CATALOGUE.add(MetricFamily.counter("node_timex_" + name, help));
    return SeriesId.of("node_timex_" + name);
  }

  @Override
  public String name() {
    return "timex";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.copyOf(CATALOGUE);
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    Timex.Discipline clock = timex.ask();
    double fine = (clock.status() & NANOSECONDS) == 0 ? MICROS_PER_SECOND : NANOS_PER_SECOND;
    sink.sample(OFFSET, clock.offset() / fine);
    sink.sample(FREQUENCY, 1 + clock.frequency() / SCALED_PPM);
    sink.sample(MAX_ERROR, clock.maxError() / MICROS_PER_SECOND);
    sink.sample(ESTIMATED_ERROR, clock.estimatedError() / MICROS_PER_SECOND);
    sink.sample(STATUS, clock.status());
    sink.sample(TIME_CONSTANT, (double) clock.timeConstant());
    sink.sample(TICK, clock.tick() / MICROS_PER_SECOND);
    sink.sample(PPS_FREQUENCY, clock.ppsFrequency() / SCALED_PPM);
    sink.sample(PPS_JITTER, clock.ppsJitter() / fine);
    sink.sample(PPS_SHIFT, clock.ppsShift());
    sink.sample(PPS_STABILITY, clock.ppsStability() / SCALED_PPM);
    sink.sample(PPS_JITTER_EXCEEDED, (double) clock.jitterExceeded());
    sink.sample(PPS_CALIBRATIONS, (double) clock.calibrations());
    sink.sample(PPS_ERRORS, (double) clock.calibrationErrors());
    sink.sample(PPS_STABILITY_EXCEEDED, (double) clock.stabilityExceeded());
    sink.sample(TAI, clock.tai());
    sink.sample(SYNCHRONISED, clock.state() == NOT_SYNCHRONISED ? 0 : 1);
  }
}
