package dev.lockkeeper.status.apache;

import dev.lockkeeper.collect.OwnCount;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.status.StatusPage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The figures of one Apache, named as apache_exporter does, with `service`. Its processor time and
/// the machine's load are not among them: `service_*` and `node_*` have them for any server.
public final class ApacheStatusCollector implements OwnCount {
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

  private static final long NOT_KNOWN = -1;

  private final String service;
  private final StatusPage page;
  private final Duration timeout;
  private final SeriesId up;

  /// by the page's name for it
  private final Map<String, SeriesId> figures = new TreeMap<>();

  private final List<SeriesId> slots;
  private volatile long inFlight = NOT_KNOWN;

  /// @param status the page of `mod_status`, `http` only, with `?auto`
  /// @param timeout for the whole exchange
  /// @throws IllegalArgumentException when the address is not an `http` one
  public ApacheStatusCollector(String service, URI status, Duration timeout) {
    this.service = service;
    this.timeout = timeout;
    page = new StatusPage(status, timeout, System::nanoTime);
    up = SeriesId.of("apache_up", "service", service);
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
  public String name() {
    return "apache/" + service;
  }

  @Override
  public List<MetricFamily> catalogue() {
    return CATALOGUE;
  }

  @Override
  public Labels labels() {
    return Labels.of("service", service);
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  @Override
  public Duration deadline() {
    return timeout.plusMillis(500);
  }

  /// When Apache does not answer, `apache_up` is 0 and all else is not known. One with no worker
  /// left does not answer either.
  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    ApacheStatus status;
    try {
      status = ApacheStatus.parse(page.fetch());
    } catch (IOException failed) {
      inFlight = NOT_KNOWN;
      sink.sample(up, 0);
      throw failed;
    }
    inFlight = status.inFlight();
    sink.sample(up, 1);
    figures.forEach(
        (onPage, series) -> status.figure(onPage).ifPresent(value -> sink.sample(series, value)));
    for (int state = 0; state < slots.size(); state++) {
      sink.sample(slots.get(state), status.slots().get(state));
    }
  }

  @Override
  public OptionalLong inFlight() {
    long known = inFlight;
    return known == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(known);
  }
}
