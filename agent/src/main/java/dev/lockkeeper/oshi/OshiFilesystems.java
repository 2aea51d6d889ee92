package dev.lockkeeper.oshi;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.HashSet;
import java.util.List;
import oshi.SystemInfo;
import oshi.software.os.OSFileStore;

/// The local file systems' sizes.
final class OshiFilesystems extends OshiCollector {
  private static final String[] LABELS = {"device", "mountpoint", "fstype"};

  OshiFilesystems() {
    super(
        "filesystem",
        List.of(
            MetricFamily.gauge("node_filesystem_size_bytes", "Filesystem size in bytes.", LABELS),
            MetricFamily.gauge(
                "node_filesystem_free_bytes", "Filesystem free space in bytes.", LABELS),
            MetricFamily.gauge(
                "node_filesystem_avail_bytes",
                "Filesystem space available to non-root users in bytes.",
                LABELS)));
  }

  @Override
  public void collect(Moment now, SampleSink sink) {
    boolean localOnly = true;
    var seen = new HashSet<Labels>();
    for (OSFileStore store :
        new SystemInfo().getOperatingSystem().getFileSystem().getFileStores(localOnly)) {
      Labels labels =
          Labels.of(
              "device",
              store.getVolume(),
              "mountpoint",
              store.getMount(),
              "fstype",
              store.getType());
      if (seen.add(labels)) {
        sink.sample(
            new SeriesId("node_filesystem_size_bytes", labels), (double) store.getTotalSpace());
        sink.sample(
            new SeriesId("node_filesystem_free_bytes", labels), (double) store.getFreeSpace());
        sink.sample(
            new SeriesId("node_filesystem_avail_bytes", labels), (double) store.getUsableSpace());
      }
    }
  }
}
