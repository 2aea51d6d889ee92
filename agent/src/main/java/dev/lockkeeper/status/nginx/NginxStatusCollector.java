package dev.lockkeeper.status.nginx;

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
import java.util.OptionalLong;

/// The figures of one nginx, named as nginx-prometheus-exporter does, with `service`.
public final class NginxStatusCollector implements OwnCount {
  /// What it yields for every service.
  public static final List<MetricFamily> CATALOGUE =
      List.of(
          gauge("nginx_up", "Whether nginx answered with its status page."),
          counter("nginx_connections_accepted", "Accepted client connections"),
          gauge("nginx_connections_active", "Active client connections"),
          counter("nginx_connections_handled", "Handled client connections"),
          gauge(
              "nginx_connections_reading", "Connections where NGINX is reading the request header"),
          gauge("nginx_connections_waiting", "Idle client connections"),
          gauge(
              "nginx_connections_writing",
              "Connections where NGINX is writing the response back to the client"),
          counter("nginx_http_requests_total", "Total http requests"));

  private static final long NOT_KNOWN = -1;

  private final String service;
  private final StatusPage page;
  private final Duration timeout;
  private final SeriesId up;
  private final SeriesId accepted;
  private final SeriesId active;
  private final SeriesId handled;
  private final SeriesId reading;
  private final SeriesId waiting;
  private final SeriesId writing;
  private final SeriesId requests;
  private volatile long inFlight = NOT_KNOWN;

  /// @param status the page of `stub_status`, `http` only
  /// @param timeout for the whole exchange
  /// @throws IllegalArgumentException when the address is not an `http` one
  public NginxStatusCollector(String service, URI status, Duration timeout) {
    this.service = service;
    this.timeout = timeout;
    page = new StatusPage(status, timeout, System::nanoTime);
    up = id("nginx_up");
    accepted = id("nginx_connections_accepted");
    active = id("nginx_connections_active");
    handled = id("nginx_connections_handled");
    reading = id("nginx_connections_reading");
    waiting = id("nginx_connections_waiting");
    writing = id("nginx_connections_writing");
    requests = id("nginx_http_requests_total");
  }

  @Override
  public String name() {
    return "nginx/" + service;
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

  /// When nginx does not answer, `nginx_up` is 0 and all else is not known.
  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    NginxStatus status;
    try {
      status = NginxStatus.parse(page.fetch());
    } catch (IOException failed) {
      inFlight = NOT_KNOWN;
      sink.sample(up, 0);
      throw failed;
    }
    inFlight = status.inFlight();
    sink.sample(up, 1);
    sink.sample(accepted, (double) status.accepted());
    sink.sample(active, (double) status.active());
    sink.sample(handled, (double) status.handled());
    sink.sample(reading, (double) status.reading());
    sink.sample(waiting, (double) status.waiting());
    sink.sample(writing, (double) status.writing());
    sink.sample(requests, (double) status.requests());
  }

  @Override
  public OptionalLong inFlight() {
    long known = inFlight;
    return known == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(known);
  }

  private SeriesId id(String metric) {
    return SeriesId.of(metric, "service", service);
  }

  private static MetricFamily gauge(String name, String help) {
    return MetricFamily.gauge(name, help, "service");
  }

  private static MetricFamily counter(String name, String help) {
    return MetricFamily.counter(name, help, "service");
  }
}
