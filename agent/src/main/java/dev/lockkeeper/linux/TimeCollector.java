package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The wall clock, its zone, and `/sys/devices/system/clocksource` (the clocks it is driven by).
final class TimeCollector implements Collector {
  private static final SeriesId TIME = SeriesId.of("node_time_seconds");
  private static final double MILLIS_PER_SECOND = 1000;

  /// One clock event device, its files and their series by the clock's name.
  private record Device(
      ProcFile available,
      WordMap<SeriesId> availableSeries,
      ProcFile current,
      WordMap<SeriesId> currentSeries) {}

  private final ZoneId zone;
  private final Path folder;
  private @Nullable List<Device> devices;
  private @Nullable ZoneOffset offset;
  private SeriesId offsetSeries = SeriesId.of("node_time_zone_offset_seconds");

  TimeCollector(Roots roots, ZoneId zone) {
    this.zone = zone;
    folder = roots.sys("devices/system/clocksource");
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        MetricFamily.gauge("node_time_seconds", "System time in seconds since epoch (1970)."),
        MetricFamily.gauge(
            "node_time_zone_offset_seconds", "System time zone offset in seconds.", "time_zone"),
        MetricFamily.gauge(
            "node_time_clocksource_available_info",
            "Available clocksources read from '/sys/devices/system/clocksource'.",
            "clocksource",
            "device"),
        MetricFamily.gauge(
            "node_time_clocksource_current_info",
            "Current clocksource read from '/sys/devices/system/clocksource'.",
            "clocksource",
            "device"));
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    sink.sample(TIME, now.epochMillis() / MILLIS_PER_SECOND);
    sampleZone(now, sink);
    List<Device> known = devices;
    if (known == null) {
      known = look();
      devices = known;
    }
    for (Device device : known) {
      sample(device.available.read(), device.availableSeries, sink);
      sample(device.current.read(), device.currentSeries, sink);
    }
  }

  private void sampleZone(Moment now, SampleSink sink) {
    ZoneOffset present = zone.getRules().getOffset(now.instant());
    if (!present.equals(offset)) {
      offsetSeries =
          SeriesId.of("node_time_zone_offset_seconds", "time_zone", abbreviation(now, zone));
      offset = present;
    }
    sink.sample(offsetSeries, present.getTotalSeconds());
  }

  /// As the zone's file has it: `CET`, `UTC`; `-03` where people use no letters.
  static String abbreviation(Moment now, ZoneId zone) {
    String name = DateTimeFormatter.ofPattern("zzz", Locale.US).format(now.instant().atZone(zone));
    if (name.equals("Z")) {
      return "UTC";
    }
    return name.matches("GMT[+-]\\d\\d:\\d\\d")
        ? name.substring(3).replace(":00", "").replace(":", "")
        : name;
  }

  /// Names parted by blanks.
  private static void sample(Text text, WordMap<SeriesId> series, SampleSink sink) {
    while (text.word()) {
      sink.sample(series.of(text), 1);
    }
  }

  private static WordMap<SeriesId> clocks(String metric, String device) {
    return new WordMap<>(clock -> SeriesId.of(metric, "device", device, "clocksource", clock));
  }

  private List<Device> look() throws IOException {
    var found = new ArrayList<Device>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "clocksource[0-9]*")) {
      for (Path entry : entries) {
        String number = entry.getFileName().toString().substring("clocksource".length());
        found.add(
            new Device(
                new ProcFile(entry.resolve("available_clocksource")),
                clocks("node_time_clocksource_available_info", number),
                new ProcFile(entry.resolve("current_clocksource")),
                clocks("node_time_clocksource_current_info", number)));
      }
    }
    return found;
  }
}
