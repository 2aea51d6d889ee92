package dev.lockkeeper.status.nginx;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.status.StatusPageCollector;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// The figures of one nginx, named as nginx-prometheus-exporter does, with `service`.
public final class NginxStatusCollector extends StatusPageCollector {
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

  private final String service;
  private final SeriesId accepted;
  private final SeriesId active;
  private final SeriesId handled;
  private final SeriesId reading;
  private final SeriesId waiting;
  private final SeriesId writing;
  private final SeriesId requests;

  /// @param status the page of `stub_status`, `http` only
  /// @param timeout for the whole exchange
  /// @throws IllegalArgumentException when the address is not an `http` one
  public NginxStatusCollector(String service, URI status, Duration timeout) {
    super("nginx", service, status, timeout);
    this.service = service;
    accepted = id("nginx_connections_accepted");
    active = id("nginx_connections_active");
    handled = id("nginx_connections_handled");
    reading = id("nginx_connections_reading");
    waiting = id("nginx_connections_waiting");
    writing = id("nginx_connections_writing");
    requests = id("nginx_http_requests_total");
  }

  @Override
  public List<MetricFamily> catalogue() {
    return CATALOGUE;
  }

  @Override
  protected Reading parse(String body) throws IOException {
    var status = NginxStatus.parse(body);
    return new Reading() {
      @Override
      public long inFlight() {
        return status.inFlight();
      }

      @Override
      public void emit(SampleSink sink) {
        sink.sample(accepted, (double) status.accepted());
        sink.sample(active, (double) status.active());
        sink.sample(handled, (double) status.handled());
        sink.sample(reading, (double) status.reading());
        sink.sample(waiting, (double) status.waiting());
        sink.sample(writing, (double) status.writing());
        sink.sample(requests, (double) status.requests());
      }
    };
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
