package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What udev's database (`/run/udev/data/bMAJOR:MINOR`, udevadm(8)) says of block devices: model,
/// serial number, file system, device-mapper names. Read once a minute, for it hardly changes.
final class UdevDisks {
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final String PROPERTY = "E:";

  static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.gauge(
              "node_disk_info",
              "Info of /sys/block/<block_device>.",
              "device",
              "major",
              "minor",
              "path",
              "wwn",
              "model",
              "serial",
              "revision"),
          MetricFamily.gauge(
              "node_disk_filesystem_info",
              "Info about disk filesystem.",
              "device",
              "type",
              "usage",
              "uuid",
              "version"),
          MetricFamily.gauge(
              "node_disk_device_mapper_info",
              "Info about disk device mapper.",
              "device",
              "name",
              "uuid",
              "vg_name",
              "lv_name",
              "lv_layer"),
          MetricFamily.gauge("node_disk_ata_write_cache", "ATA disk has a write cache.", "device"),
          MetricFamily.gauge(
              "node_disk_ata_write_cache_enabled",
              "ATA disk has its write cache enabled.",
              "device"),
          MetricFamily.gauge(
              "node_disk_ata_rotation_rate_rpm",
              "ATA disk rotation rate in RPMs (0 for SSDs).",
              "device"));

  private record Fact(SeriesId series, double value) {}

  private final Path folder;
  private final Map<String, List<Fact>> facts = new HashMap<>();
  private @Nullable Moment looked;

  UdevDisks(Path folder) {
    this.folder = folder;
  }

  void forgetOld(Moment now) {
    Moment last = looked;
    if (last == null || now.reached(last, LOOK_AGAIN)) {
      facts.clear();
      looked = now;
    }
  }

  void sample(String device, long major, long minor, SampleSink sink) {
    List<Fact> known = facts.get(device);
    if (known == null) {
      known = facts(device, major, minor, read(folder.resolve("b" + major + ":" + minor)));
      facts.put(device, known);
    }
    for (int i = 0; i < known.size(); i++) {
      Fact fact = known.get(i);
      sink.sample(fact.series, fact.value);
    }
  }

  private static List<Fact> facts(
      String device, long major, long minor, Map<String, String> properties) {
    var found = new ArrayList<Fact>();
    found.add(
        new Fact(
            SeriesId.of(
                "node_disk_info",
                "device",
                device,
                "major",
                Long.toString(major),
                "minor",
                Long.toString(minor),
                "path",
                text(properties, "ID_PATH"),
                "wwn",
                text(properties, "ID_WWN"),
                "model",
                text(properties, "ID_MODEL"),
                "serial",
                // the number printed on the disk comes first
                properties.getOrDefault("SCSI_IDENT_SERIAL", text(properties, "ID_SERIAL_SHORT")),
                "revision",
                text(properties, "ID_REVISION")),
            1));
    if (properties.containsKey("ID_FS_TYPE")) {
      found.add(
          new Fact(
              SeriesId.of(
                  "node_disk_filesystem_info",
                  "device",
                  device,
                  "type",
                  text(properties, "ID_FS_TYPE"),
                  "usage",
                  text(properties, "ID_FS_USAGE"),
                  "uuid",
                  text(properties, "ID_FS_UUID"),
                  "version",
                  text(properties, "ID_FS_VERSION")),
              1));
    }
    if (properties.containsKey("DM_NAME")) {
      found.add(
          new Fact(
              SeriesId.of(
                  "node_disk_device_mapper_info",
                  "device",
                  device,
                  "name",
                  text(properties, "DM_NAME"),
                  "uuid",
                  text(properties, "DM_UUID"),
                  "vg_name",
                  text(properties, "DM_VG_NAME"),
                  "lv_name",
                  text(properties, "DM_LV_NAME"),
                  "lv_layer",
                  text(properties, "DM_LV_LAYER")),
              1));
    }
    if (properties.containsKey("ID_ATA")) {
      ata(device, properties, "ID_ATA_WRITE_CACHE", "node_disk_ata_write_cache", found);
      ata(
          device,
          properties,
          "ID_ATA_WRITE_CACHE_ENABLED",
          "node_disk_ata_write_cache_enabled",
          found);
      ata(device, properties, "ID_ATA_ROTATION_RATE_RPM", "node_disk_ata_rotation_rate_rpm", found);
    }
    return found;
  }

  private static void ata(
      String device,
      Map<String, String> properties,
      String property,
      String metric,
      List<Fact> found) {
    try {
      if (properties.containsKey(property)) {
        double value = Double.parseDouble(text(properties, property));
        found.add(new Fact(SeriesId.of(metric, "device", device), value));
      }
    } catch (NumberFormatException odd) {
      // A drive that answers nonsense has no such figure, as in node_exporter.
    }
  }

  private static String text(Map<String, String> properties, String name) {
    return properties.getOrDefault(name, "");
  }

  /// Without udev, as in a container, devices have no properties: that is not a failure.
  private static Map<String, String> read(Path file) {
    var properties = new HashMap<String, String>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (line.startsWith(PROPERTY) && equals > 0) {
          String value = line.substring(equals + 1);
          if (!value.isEmpty()) {
            properties.put(line.substring(PROPERTY.length(), equals), value);
          }
        }
      }
    } catch (IOException absent) {
      return Map.of();
    }
    return properties;
  }
}
