package dev.lockkeeper.linux;

import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sockets on one port of a service.
final class PortFigures implements TcpSockets.Visitor {
  final int port;
  private final String service;
  private final SeriesId queueSeries;
  private final SeriesId limitSeries;
  private final @Nullable SeriesId[] connections = new SeriesId[TcpSockets.STATES];
  private final int[] counts = new int[TcpSockets.STATES];
  private double queue;
  private double limit;

  PortFigures(String service, int port) {
    this.service = service;
    this.port = port;
    String number = Integer.toString(port);
    queueSeries = SeriesId.of("service_accept_queue", "service", service, "port", number);
    limitSeries = SeriesId.of("service_accept_queue_limit", "service", service, "port", number);
    connections[TcpSockets.ESTABLISHED] = connectionSeries(TcpSockets.ESTABLISHED);
  }

  void begin() {
    Arrays.fill(counts, 0);
    queue = 0;
    limit = 0;
  }

  @Override
  public void socket(int localPort, int state, long waiting, long most, long inode) {
    if (localPort != port || state < 0 || state >= counts.length) {
      return;
    }
    counts[state]++;
    // Several sockets may listen on a port: one per address, or one per worker (reuseport).
    if (state == TcpSockets.LISTEN) {
      queue += waiting;
      limit = limit < 0 || most < 0 ? -1 : limit + most;
    }
  }

  void sample(SampleSink sink) {
    for (int state = 1; state < counts.length; state++) {
      if (state == TcpSockets.LISTEN) {
        continue;
      }
      SeriesId series = connections[state];
      // A state is shown from the first time on that it was seen, to keep the series few.
      if (series == null && counts[state] > 0) {
        series = connectionSeries(state);
        connections[state] = series;
      }
      if (series != null) {
        sink.sample(series, counts[state]);
      }
    }
    if (counts[TcpSockets.LISTEN] > 0) {
      sink.sample(queueSeries, queue);
      if (limit >= 0) {
        sink.sample(limitSeries, limit);
      }
    }
  }

  private SeriesId connectionSeries(int state) {
    return SeriesId.of(
        "service_tcp_connections",
        "service",
        service,
        "port",
        Integer.toString(port),
        "state",
        TcpSockets.stateName(state));
  }
}
