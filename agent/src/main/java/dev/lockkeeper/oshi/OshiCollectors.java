package dev.lockkeeper.oshi;

import dev.lockkeeper.collect.Collector;
import java.util.List;

/// Collectors over OSHI. Making them loads none of its classes: that happens at their first run, on
/// their own threads.
public final class OshiCollectors {
  private OshiCollectors() {}

  /// Hardware and operating system identity: on every platform.
  public static Collector hostInfo() {
    return new HostInfoCollector();
  }

  /// Stand in for the fast path on platforms without one: processors, memory, file systems, network
  /// and disks, under node_exporter's names where the meaning is the same.
  public static List<Collector> fallback() {
    return List.of(
        new OshiProcessors(),
        new OshiMemory(),
        new OshiFilesystems(),
        new OshiNetwork(),
        new OshiDisks());
  }
}
