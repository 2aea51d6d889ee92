package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The mounted file systems' sizes (`/proc/1/mounts` and statfs(2)). One that hangs shows
/// `node_filesystem_device_error` 1, and hides no other.
final class FilesystemCollector implements Collector {
  /// Debian's defaults for node_exporter.
  static final Pattern DEFAULT_MOUNT_POINTS_EXCLUDE =
      Pattern.compile(
          "^/(dev|proc|run|sys|mnt|media|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)");

  static final Pattern DEFAULT_TYPES_EXCLUDE =
      Pattern.compile(
          "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs"
              + "|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs"
              + "|squashfs|sysfs|tracefs)$");

  private static final String[] LABELS = {"device", "mountpoint", "fstype"};

  private record Series(
      SeriesId size,
      SeriesId free,
      SeriesId available,
      SeriesId files,
      SeriesId filesFree,
      SeriesId readOnly,
      SeriesId error) {
    static Series of(Mount mount) {
      return new Series(
          id("size_bytes", mount),
          id("free_bytes", mount),
          id("avail_bytes", mount),
          id("files", mount),
          id("files_free", mount),
          id("readonly", mount),
          id("device_error", mount));
    }

    private static SeriesId id(String figure, Mount mount) {
      return SeriesId.of(
          "node_filesystem_" + figure,
          "device",
          mount.device(),
          "mountpoint",
          mount.mountPoint(),
          "fstype",
          mount.type());
    }
  }

  private final ProcFile ofFirstProcess;
  private final ProcFile own;
  private final PatientStatfs statfs;
  private final Pattern mountPointsExclude;
  private final Pattern typesExclude;
  private Map<Mount, Series> known = new HashMap<>();

  FilesystemCollector(
      Roots roots, Statfs statfs, Pattern mountPointsExclude, Pattern typesExclude) {
    // The first process sees what the machine has; ours may be in a mount namespace of its own.
    ofFirstProcess = new ProcFile(roots.proc("1/mounts"));
    own = new ProcFile(roots.proc("self/mounts"));
    this.statfs = new PatientStatfs(statfs, Duration.ofMillis(250));
    this.mountPointsExclude = mountPointsExclude;
    this.typesExclude = typesExclude;
  }

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(2);
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        gauge("size_bytes", "Filesystem size in bytes."),
        gauge("free_bytes", "Filesystem free space in bytes."),
        gauge("avail_bytes", "Filesystem space available to non-root users in bytes."),
        gauge("files", "Filesystem total file nodes."),
        gauge("files_free", "Filesystem total free file nodes."),
        gauge("readonly", "Filesystem read-only status."),
        gauge(
            "device_error",
            "Whether an error occurred while getting statistics for the given device."));
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    List<Mount> mounts = wanted(mounts());
    var next = new HashMap<Mount, Series>();
    for (Mount mount : mounts) {
      Series series = known.get(mount);
      if (series == null) {
        series = Series.of(mount);
      }
      next.put(mount, series);
      sample(mount, series, sink);
    }
    known = next;
  }

  private void sample(Mount mount, Series series, SampleSink sink) {
    sink.sample(series.readOnly, mount.readOnly() ? 1 : 0);
    Statfs.Sizes sizes;
    try {
      sizes = statfs.ask(mount.mountPoint());
    } catch (IOException failed) {
      sink.sample(series.error, 1);
      return;
    }
    sink.sample(series.error, 0);
    sink.sample(series.size, sizes.size());
    sink.sample(series.free, sizes.free());
    sink.sample(series.available, sizes.available());
    sink.sample(series.files, sizes.files());
    sink.sample(series.filesFree, sizes.filesFree());
  }

  private Text mounts() throws IOException {
    try {
      return ofFirstProcess.read();
    } catch (NoSuchFileException | java.nio.file.AccessDeniedException unreadable) {
      return FileCollector.read(own);
    }
  }

  /// The mounts that are not left out, each mount point and device once.
  List<Mount> wanted(Text text) throws IOException {
    var mounts = new ArrayList<Mount>();
    var seen = new HashSet<List<String>>();
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word()) {
        continue;
      }
      Mount mount = Mount.parse(text);
      if (!mountPointsExclude.matcher(mount.mountPoint()).find()
          && !typesExclude.matcher(mount.type()).find()
          && seen.add(List.of(mount.device(), mount.mountPoint(), mount.type()))) {
        mounts.add(mount);
      }
    }
    return mounts;
  }

  private static MetricFamily gauge(String figure, String help) {
    return MetricFamily.gauge("node_filesystem_" + figure, help, LABELS);
  }
}
