package dev.lockkeeper.oshi;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.NetworkIF;

/// What network devices received and sent.
final class OshiNetwork extends OshiCollector {
  OshiNetwork() {
    super(
        "netdev",
        List.of(
            counter("receive_bytes"),
            counter("receive_packets"),
            counter("receive_errs"),
            counter("receive_drop"),
            counter("transmit_bytes"),
            counter("transmit_packets"),
            counter("transmit_errs"),
            counter("transmit_colls")));
  }

  @Override
  public void collect(Moment now, SampleSink sink) {
    for (NetworkIF device : new SystemInfo().getHardware().getNetworkIFs()) {
      String name = device.getName();
      sample("receive_bytes", name, device.getBytesRecv(), sink);
      sample("receive_packets", name, device.getPacketsRecv(), sink);
      sample("receive_errs", name, device.getInErrors(), sink);
      sample("receive_drop", name, device.getInDrops(), sink);
      sample("transmit_bytes", name, device.getBytesSent(), sink);
      sample("transmit_packets", name, device.getPacketsSent(), sink);
      sample("transmit_errs", name, device.getOutErrors(), sink);
      sample("transmit_colls", name, device.getCollisions(), sink);
    }
  }

  private static void sample(String field, String device, long value, SampleSink sink) {
    sink.sample(SeriesId.of("node_network_" + field + "_total", "device", device), (double) value);
  }

  private static MetricFamily counter(String field) {
    return MetricFamily.counter(
        "node_network_" + field + "_total", "Network device statistic " + field + ".", "device");
  }
}
