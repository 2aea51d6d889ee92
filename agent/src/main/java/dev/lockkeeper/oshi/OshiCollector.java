package dev.lockkeeper.oshi;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.time.Duration;
import java.util.List;

/// A collector over OSHI for platforms without a fast path: slower, so less often, and on a thread
/// of its own.
abstract class OshiCollector implements Collector {
  private final String name;
  private final List<MetricFamily> catalogue;

  OshiCollector(String name, List<MetricFamily> catalogue) {
    this.name = name;
    this.catalogue = catalogue;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<MetricFamily> catalogue() {
    return catalogue;
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(10);
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  @Override
  public abstract void collect(Moment now, SampleSink sink);
}
