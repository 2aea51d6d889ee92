package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// What each watched service's processes and sockets do.
public final class ServiceCollector implements Collector {
  /// @param services the latest snapshot; called by the collector's thread
  public ServiceCollector(Roots roots, Supplier<List<WatchedService>> services) {}

  @Override
  public String name() {
    return "service";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of();
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {}
}
