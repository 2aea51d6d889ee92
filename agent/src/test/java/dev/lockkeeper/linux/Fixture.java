package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.Moment;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/// A tree of /proc and /sys as one machine in one situation had it.
record Fixture(String situation) {
  static final long PAGE_BYTES = 4096;
  static final Moment NOW = new Moment(1_700_000_000_250L, 5_000_000_000L);

  Path folder() {
    return Path.of("src/test/resources/linux", situation);
  }

  Roots roots() {
    return roots(folder().resolve("no-udev"));
  }

  Roots roots(Path udev) {
    return new Roots(folder().resolve("proc"), folder().resolve("sys"), udev);
  }

  /// All that read files alone.
  List<Collector> collectors(Path udev) {
    Roots roots = roots(udev);
    Statfs statfs = mountPoint -> new Statfs.Sizes(1000, 300, 200, 50, 40);
    return List.of(
        new CpuCollector(roots),
        new LoadCollector(roots),
        new MeminfoCollector(roots),
        new VmstatCollector(roots),
        new DiskstatsCollector(roots, DiskstatsCollector.DEFAULT_EXCLUDE),
        new FilesystemCollector(
            roots,
            statfs,
            FilesystemCollector.DEFAULT_MOUNT_POINTS_EXCLUDE,
            FilesystemCollector.DEFAULT_TYPES_EXCLUDE),
        new NetdevCollector(roots, NetdevCollector.DEFAULT_EXCLUDE),
        new NetstatCollector(roots),
        new SockstatCollector(roots, PAGE_BYTES),
        new StatCollector(roots),
        new FilefdCollector(roots),
        new PressureCollector(roots),
        new TimeCollector(roots, ZoneId.of("Europe/Berlin")));
  }
}
