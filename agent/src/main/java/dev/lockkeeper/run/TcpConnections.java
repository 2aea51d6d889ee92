package dev.lockkeeper.run;

import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;

/// How many connections a service's clients hold open, as the service collector last saw it: at
/// most a second ago.
final class TcpConnections {
  private final SeriesView store;

  TcpConnections(SeriesView store) {
    this.store = store;
  }

  /// -1 when it is not known. Any thread.
  int established(String service) {
    long now = System.currentTimeMillis();
    double sum = -1;
    for (SeriesView.Series series : store.named("service_tcp_connections")) {
      var labels = series.id().labels();
      if (labels.value("service").equals(service) && labels.value("state").equals("established")) {
        double value = series.valueAt(now);
        if (!Staleness.isMarker(value)) {
          sum = Math.max(sum, 0) + value;
        }
      }
    }
    return (int) sum;
  }
}
