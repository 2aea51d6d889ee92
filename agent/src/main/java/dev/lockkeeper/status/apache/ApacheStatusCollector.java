package dev.lockkeeper.status.apache;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.status.StatusPageCollector;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The figures of one Apache, named as apache_exporter does, with `service`. Its processor time and
/// the machine's load are not among them: `service_*` and `node_*` have them for any server.
public final class ApacheStatusCollector extends StatusPageCollector {
  /// What it yields for every service.
  public static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.gauge(
              "apache_up", "Whether Apache answered with its status page.", "service"),
          MetricFamily.counter(
              "apache_accesses_total", "Accesses; with ExtendedStatus On.", "service"),
          MetricFamily.counter(
              "apache_sent_kilobytes_total", "Kilobytes sent; with ExtendedStatus On.", "service"),
          MetricFamily.counter(
              "apache_duration_ms_total",
              "Duration of all requests in milliseconds; with ExtendedStatus On.",
              "service"),
          MetricFamily.counter("apache_uptime_seconds_total", "Uptime in seconds.", "service"),
          MetricFamily.gauge(
              "apache_workers",
              "Workers that serve a request or wait for one.",
              "service",
              "state"),
          MetricFamily.gauge(
              "apache_processes", "Processes, and those of them that end.", "service", "state"),
          MetricFamily.gauge(
              "apache_connections",
              "Connections by state; those that wait hold no worker (MPM event).",
              "service",
              "state"),
          MetricFamily.gauge(
              "apache_scoreboard",
              "Places for workers by what is done there; an open slot could get a worker yet.",
              "service",
              "state"));

  /// Names of the states in the exporter, in the order of [ApacheStatus#LETTERS].
  private static final List<String> SLOT_STATES =
      List.of(
          "idle",
          "startup",
          "read",
          "reply",
          "keepalive",
          "dns",
          "closing",
          "logging",
          "graceful_stop",
          "idle_cleanup",
          "open_slot");

  private final String service;

  /// by the page's name for it
  private final Map<String, SeriesId> figures = new TreeMap<>();

  private final List<SeriesId> slots;

  /// @param status the page of `mod_status`, `http` only, with `?auto`
  /// @param timeout for the whole exchange
  /// @throws IllegalArgumentException when the address is not an `http` one
  public ApacheStatusCollector(String service, URI status, Duration timeout) {
    super("apache", service, status, timeout);
    this.service = service;
    figure("Total Accesses", "apache_accesses_total");
    figure("Total kBytes", "apache_sent_kilobytes_total");
    figure("Total Duration", "apache_duration_ms_total");
    figure("Uptime", "apache_uptime_seconds_total");
    figure(ApacheStatus.BUSY, "apache_workers", "state", "busy");
    figure(ApacheStatus.IDLE, "apache_workers", "state", "idle");
    figure("Processes", "apache_processes", "state", "all");
    figure("Stopping", "apache_processes", "state", "stopping");
    figure("ConnsTotal", "apache_connections", "state", "total");
    figure("ConnsAsyncWriting", "apache_connections", "state", "writing");
    figure("ConnsAsyncKeepAlive", "apache_connections", "state", "keepalive");
    figure("ConnsAsyncClosing", "apache_connections", "state", "closing");
    slots =
        SLOT_STATES.stream()
            .map(state -> SeriesId.of("apache_scoreboard", "service", service, "state", state))
            .toList();
  }

  private void figure(String onPage, String metric) {
    figures.put(onPage, SeriesId.of(metric, "service", service));
  }

  private void figure(String onPage, String metric, String label, String value) {
    figures.put(onPage, SeriesId.of(metric, "service", service, label, value));
  }

  @Override
  public List<MetricFamily> catalogue() {
    return CATALOGUE;
  }

  /// An Apache with no worker left does not answer.
  @Override
  protected Reading parse(String body) throws IOException {
    var status = ApacheStatus.parse(body);
    return new Reading() {
      @Override
      public long inFlight() {
        return status.inFlight();
      }

      @Override
      public void emit(SampleSink sink) {
        figures.forEach((onPage, series) ->
            status.figure(onPage).ifPresent(value -> sink.sample(series, value)));
        for (int state = 0; state < slots.size(); state++) {
          sink.sample(slots.get(state), status.slots().get(state));
        }
      }
    };
  }
}
