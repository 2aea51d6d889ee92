package dev.lockkeeper.nginx;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// The figures of one nginx, named as nginx-prometheus-exporter does, with `service`.
public final class NginxStatusCollector implements Collector {
  private final String service;

  /// @param status the page of `stub_status`, `http` only
  /// @param timeout for the whole exchange
  public NginxStatusCollector(String service, URI status, Duration timeout) {
    this.service = service;
  }

  @Override
  public String name() {
    return "nginx/" + service;
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of();
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {}

  /// Requests in flight at the latest answer, without the one that asked; empty when the latest
  /// attempt failed. Any thread may ask.
  public OptionalLong inFlight() {
    return OptionalLong.empty();
  }
}
