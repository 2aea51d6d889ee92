package dev.lockkeeper.oshi;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// What this machine is: operating system, hardware, processor.
final class HostInfoCollector implements Collector {
  @Override
  public String name() {
    return "host_info";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of();
  }

  @Override
  public Duration interval() {
    return Duration.ofHours(1);
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {}
}
