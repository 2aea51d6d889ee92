package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;

/// `/proc/loadavg` (proc(5)): tasks that run or wait in the kernel, averaged over 1, 5 and 15 min.
final class LoadCollector extends FileCollector {
  private static final SeriesId LOAD1 = SeriesId.of("node_load1");
  private static final SeriesId LOAD5 = SeriesId.of("node_load5");
  private static final SeriesId LOAD15 = SeriesId.of("node_load15");

  LoadCollector(Roots roots) {
    super("loadavg", roots.proc("loadavg"));
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        MetricFamily.gauge("node_load1", "1m load average."),
        MetricFamily.gauge("node_load5", "5m load average."),
        MetricFamily.gauge("node_load15", "15m load average."));
  }

  @Override
  void parse(Text text, SampleSink sink) throws IOException {
    double load1 = text.number("the load of 1 minute");
    double load5 = text.number("the load of 5 minutes");
    double load15 = text.number("the load of 15 minutes");
    sink.sample(LOAD1, load1);
    sink.sample(LOAD5, load5);
    sink.sample(LOAD15, load15);
  }
}
