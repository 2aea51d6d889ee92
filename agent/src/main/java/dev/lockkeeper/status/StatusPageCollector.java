package dev.lockkeeper.status;

import dev.lockkeeper.collect.OwnCount;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;

/// What a server says of itself on a page. While it does not answer, its `…_up` is 0 and all else
/// is not known.
public abstract class StatusPageCollector implements OwnCount {
  /// A page that could be read.
  protected interface Reading {
    /// requests in flight
    long inFlight();

    void emit(SampleSink sink);
  }

  private static final long NOT_KNOWN = -1;

  private final String server;
  private final String service;
  private final StatusPage page;
  private final Duration timeout;
  private final SeriesId up;
  private volatile long inFlight = NOT_KNOWN;

  /// @param server such as `nginx`, which its metrics begin with
  /// @param status the page's address, `http` only
  /// @param timeout for the whole exchange
  /// @throws IllegalArgumentException when the address is not an `http` one
  protected StatusPageCollector(String server, String service, URI status, Duration timeout) {
    this.server = server;
    this.service = service;
    this.timeout = timeout;
    page = new StatusPage(status, timeout, System::nanoTime);
    up = SeriesId.of(server + "_up", "service", service);
  }

  /// @throws IOException when it is not the page that it should be
  protected abstract Reading parse(String body) throws IOException;

  @Override
  public final String name() {
    return server + "/" + service;
  }

  @Override
  public final Labels labels() {
    return Labels.of("service", service);
  }

  @Override
  public final boolean mayHang() {
    return true;
  }

  @Override
  public final Duration deadline() {
    return timeout.plusMillis(500);
  }

  @Override
  public final void collect(Moment now, SampleSink sink) throws IOException {
    Reading reading;
    try {
      reading = parse(page.fetch());
    } catch (IOException failed) {
      inFlight = NOT_KNOWN;
      sink.sample(up, 0);
      throw failed;
    }
    inFlight = reading.inFlight();
    sink.sample(up, 1);
    reading.emit(sink);
  }

  @Override
  public final OptionalLong inFlight() {
    long known = inFlight;
    return known == NOT_KNOWN ? OptionalLong.empty() : OptionalLong.of(known);
  }
}
