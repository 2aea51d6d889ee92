package dev.lockkeeper.oshi;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;

/// Processor time by mode, and the load where the platform has one.
final class OshiProcessors extends OshiCollector {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final String[] LOADS = {"node_load1", "node_load5", "node_load15"};

  private @Nullable CentralProcessor processor;

  OshiProcessors() {
    super(
        "cpu",
        List.of(
            MetricFamily.counter(
                "node_cpu_seconds_total", "Seconds the CPUs spent in each mode.", "cpu", "mode"),
            MetricFamily.gauge(LOADS[0], "1m load average."),
            MetricFamily.gauge(LOADS[1], "5m load average."),
            MetricFamily.gauge(LOADS[2], "15m load average.")));
  }

  @Override
  public void collect(Moment now, SampleSink sink) {
    CentralProcessor known = processor;
    if (known == null) {
      known = new SystemInfo().getHardware().getProcessor();
      processor = known;
    }
    long[][] ticks = known.getProcessorCpuLoadTicks();
    for (int cpu = 0; cpu < ticks.length; cpu++) {
      for (TickType mode : TickType.values()) {
        sink.sample(
            SeriesId.of(
                "node_cpu_seconds_total",
                "cpu",
                Integer.toString(cpu),
                "mode",
                mode.name().toLowerCase(Locale.ROOT)),
            ticks[cpu][mode.getIndex()] / MILLIS_PER_SECOND);
      }
    }
    double[] loads = known.getSystemLoadAverage(LOADS.length);
    for (int i = 0; i < loads.length; i++) {
      // negative where the platform has no such thing
      if (loads[i] >= 0) {
        sink.sample(SeriesId.of(LOADS[i]), loads[i]);
      }
    }
  }
}
