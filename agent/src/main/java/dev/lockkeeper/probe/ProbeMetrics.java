package dev.lockkeeper.probe;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.List;

/// What a probe's results look like as metrics: blackbox_exporter's names, labels exactly
/// `{service}` or `{dependency}`. One for each target; its series are made once.
public final class ProbeMetrics {
  public static final String SUCCESS = "probe_success";
  public static final String DURATION = "probe_duration_seconds";
  public static final String STATUS = "probe_http_status_code";

  /// Both label names: a series carries one of them.
  public static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.gauge(
              SUCCESS, "Whether the probe's answer was as expected.", "service", "dependency"),
          MetricFamily.gauge(DURATION, "How long the probe took.", "service", "dependency"),
          MetricFamily.gauge(
              STATUS, "HTTP status code of the answer, 0 without one.", "service", "dependency"));

  private final SeriesId success;
  private final SeriesId duration;
  private final SeriesId status;
  private final boolean http;

  /// @param labels `{service="…"}` or `{dependency="…"}`
  public ProbeMetrics(Labels labels, ProbeSpec spec) {
    success = new SeriesId(SUCCESS, labels);
    duration = new SeriesId(DURATION, labels);
    status = new SeriesId(STATUS, labels);
    http = spec instanceof ProbeSpec.Http;
  }

  public void emit(ProbeResult result, SampleSink sink) {
    sink.sample(success, result.success() ? 1 : 0);
    sink.sample(duration, result.duration().toNanos() / 1e9);
    if (http) {
      sink.sample(status, result.httpStatus());
    }
  }
}
