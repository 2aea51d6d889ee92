package dev.lockkeeper.oshi;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.List;
import oshi.SystemInfo;
import oshi.hardware.HWDiskStore;

/// What disks read and wrote.
final class OshiDisks extends OshiCollector {
  private static final double SECONDS_PER_MILLISECOND = 0.001;

  OshiDisks() {
    super(
        "diskstats",
        List.of(
            counter("reads_completed_total", "The total number of reads completed successfully."),
            counter("read_bytes_total", "The total number of bytes read successfully."),
            counter("writes_completed_total", "The total number of writes completed successfully."),
            counter("written_bytes_total", "The total number of bytes written successfully."),
            counter("io_time_seconds_total", "Total seconds spent doing I/Os."),
            MetricFamily.gauge(
                "node_disk_io_now", "The number of I/Os currently in progress.", "device")));
  }

  @Override
  public void collect(Moment now, SampleSink sink) {
    for (HWDiskStore disk : new SystemInfo().getHardware().getDiskStores()) {
      String name = disk.getName();
      sample("reads_completed_total", name, (double) disk.getReads(), sink);
      sample("read_bytes_total", name, (double) disk.getReadBytes(), sink);
      sample("writes_completed_total", name, (double) disk.getWrites(), sink);
      sample("written_bytes_total", name, (double) disk.getWriteBytes(), sink);
      sample("io_time_seconds_total", name, disk.getTransferTime() * SECONDS_PER_MILLISECOND, sink);
      sample("io_now", name, (double) disk.getCurrentQueueLength(), sink);
    }
  }

  private static void sample(String field, String device, double value, SampleSink sink) {
    sink.sample(SeriesId.of("node_disk_" + field, "device", device), value);
  }

  private static MetricFamily counter(String field, String help) {
    return MetricFamily.counter("node_disk_" + field, help, "device");
  }
}
