package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import java.time.ZoneId;
import java.util.List;

/// All collectors that read this kernel, but for the services' own ([ServiceCollector]).
public final class LinuxCollectors {
  private LinuxCollectors() {}

  /// As many as node_exporter 1.5 has under the same names, with Debian's default choice of devices
  /// and file systems, and `process`: the agent itself.
  public static List<Collector> all(Roots roots) {
    return all(roots, LibC.pageBytes());
  }

  /// To be asked what they yield, on any platform, and never to be run.
  public static List<Collector> forCatalogue() {
    return all(Roots.SYSTEM, 4096);
  }

  private static List<Collector> all(Roots roots, long pageBytes) {
    return List.of(
        new CpuCollector(roots),
        new LoadCollector(roots),
        new MeminfoCollector(roots),
        new VmstatCollector(roots),
        new DiskstatsCollector(roots, DiskstatsCollector.DEFAULT_EXCLUDE),
        new FilesystemCollector(
            roots,
            new NativeStatfs(),
            FilesystemCollector.DEFAULT_MOUNT_POINTS_EXCLUDE,
            FilesystemCollector.DEFAULT_TYPES_EXCLUDE),
        new NetdevCollector(roots, NetdevCollector.DEFAULT_EXCLUDE),
        new NetstatCollector(roots),
        new SockstatCollector(roots, pageBytes),
        new StatCollector(roots),
        new FilefdCollector(roots),
        new PressureCollector(roots),
        new UnameCollector(),
        new TimeCollector(roots, ZoneId.systemDefault()),
        new TimexCollector(new NativeTimex()),
        new ProcessCollector(roots, pageBytes));
  }
}
