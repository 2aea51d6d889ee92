package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `/proc/diskstats` (the kernel's Documentation/admin-guide/iostats.rst), and what udev knows of
/// each device.
final class DiskstatsCollector implements Collector {
  /// node_exporter's default: partitions, loop devices and memory disks are left out.
  static final Pattern DEFAULT_EXCLUDE =
      Pattern.compile("^(ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$");

  private static final double BYTES_PER_SECTOR = 512;
  private static final double SECONDS_PER_MILLISECOND = 0.001;
  private static final int IO_NOW = 8;

  /// @param factor from the kernel's unit to the metric's
  private record Field(String name, double factor, String help) {}

  /// In the kernel's order. Discards came with 4.18, flushes with 5.5.
  private static final List<Field> FIELDS =
      List.of(
          new Field(
              "reads_completed_total", 1, "The total number of reads completed successfully."),
          new Field("reads_merged_total", 1, "The total number of reads merged."),
          new Field(
              "read_bytes_total", BYTES_PER_SECTOR, "The total number of bytes read successfully."),
          new Field(
              "read_time_seconds_total",
              SECONDS_PER_MILLISECOND,
              "The total number of seconds spent by all reads."),
          new Field(
              "writes_completed_total", 1, "The total number of writes completed successfully."),
          new Field("writes_merged_total", 1, "The number of writes merged."),
          new Field(
              "written_bytes_total",
              BYTES_PER_SECTOR,
              "The total number of bytes written successfully."),
          new Field(
              "write_time_seconds_total",
              SECONDS_PER_MILLISECOND,
              "This is the total number of seconds spent by all writes."),
          new Field("io_now", 1, "The number of I/Os currently in progress."),
          new Field(
              "io_time_seconds_total", SECONDS_PER_MILLISECOND, "Total seconds spent doing I/Os."),
          new Field(
              "io_time_weighted_seconds_total",
              SECONDS_PER_MILLISECOND,
              "The weighted # of seconds spent doing I/Os."),
          new Field(
              "discards_completed_total",
              1,
              "The total number of discards completed successfully."),
          new Field("discards_merged_total", 1, "The total number of discards merged."),
          new Field(
              "discarded_sectors_total", 1, "The total number of sectors discarded successfully."),
          new Field(
              "discard_time_seconds_total",
              SECONDS_PER_MILLISECOND,
              "This is the total number of seconds spent by all discards."),
          new Field(
              "flush_requests_total",
              1,
              "The total number of flush requests completed successfully"),
          new Field(
              "flush_requests_time_seconds_total",
              SECONDS_PER_MILLISECOND,
              "This is the total number of seconds spent by all flush requests."));

  /// One device's series; none when it is left out.
  private static final class Device {
    final String name;
    final SeriesId[] series = new SeriesId[FIELDS.size()];
    final boolean excluded;

    Device(String name, boolean excluded) {
      this.name = name;
      this.excluded = excluded;
      for (int i = 0; i < series.length; i++) {
        series[i] = SeriesId.of("node_disk_" + FIELDS.get(i).name, "device", name);
      }
    }
  }

  private final ProcFile file;
  private final UdevDisks udev;
  private final WordMap<Device> devices;

  DiskstatsCollector(Roots roots, Pattern exclude) {
    file = new ProcFile(roots.proc("diskstats"));
    udev = new UdevDisks(roots.udev());
    devices = new WordMap<>(name -> new Device(name, exclude.matcher(name).find()));
  }

  @Override
  public String name() {
    return "diskstats";
  }

  @Override
  public List<MetricFamily> catalogue() {
    var families = new ArrayList<MetricFamily>();
    for (int i = 0; i < FIELDS.size(); i++) {
      Field field = FIELDS.get(i);
      String metric = "node_disk_" + field.name;
      families.add(
          i == IO_NOW
              ? MetricFamily.gauge(metric, field.help, "device")
              : MetricFamily.counter(metric, field.help, "device"));
    }
    families.addAll(UdevDisks.CATALOGUE);
    return families;
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    udev.forgetOld(now);
    parse(FileCollector.read(file), sink);
  }

  void parse(Text text, SampleSink sink) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word()) {
        continue;
      }
      long major = text.wordInteger("the device's major number");
      long minor = text.integer("the device's minor number");
      text.expectWord("the device's name");
      Device device = devices.of(text);
      if (device.excluded) {
        continue;
      }
      int count = 0;
      while (count < FIELDS.size() && text.word()) {
        Field field = FIELDS.get(count);
        SeriesId series = device.series[count++];
        sink.sample(series, text.wordNumber(field.name) * field.factor);
      }
      if (count <= IO_NOW) {
        throw text.malformed("only " + count + " figures for " + device.name);
      }
      udev.sample(device.name, major, minor, sink);
    }
  }
}
