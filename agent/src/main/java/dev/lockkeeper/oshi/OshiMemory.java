package dev.lockkeeper.oshi;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;

/// Memory and swap.
final class OshiMemory extends OshiCollector {
  private static final SeriesId TOTAL = SeriesId.of("node_memory_MemTotal_bytes");
  private static final SeriesId AVAILABLE = SeriesId.of("node_memory_MemAvailable_bytes");
  private static final SeriesId SWAP_TOTAL = SeriesId.of("node_memory_SwapTotal_bytes");
  private static final SeriesId SWAP_FREE = SeriesId.of("node_memory_SwapFree_bytes");

  OshiMemory() {
    super(
        "meminfo",
        List.of(
            MetricFamily.gauge(TOTAL.metric(), "Memory information field MemTotal_bytes."),
            MetricFamily.gauge(AVAILABLE.metric(), "Memory information field MemAvailable_bytes."),
            MetricFamily.gauge(SWAP_TOTAL.metric(), "Memory information field SwapTotal_bytes."),
            MetricFamily.gauge(SWAP_FREE.metric(), "Memory information field SwapFree_bytes.")));
  }

  @Override
  public void collect(Moment now, SampleSink sink) {
    GlobalMemory memory = new SystemInfo().getHardware().getMemory();
    sink.sample(TOTAL, (double) memory.getTotal());
    sink.sample(AVAILABLE, (double) memory.getAvailable());
    double swap = (double) memory.getVirtualMemory().getSwapTotal();
    sink.sample(SWAP_TOTAL, swap);
    sink.sample(SWAP_FREE, swap - (double) memory.getVirtualMemory().getSwapUsed());
  }
}
