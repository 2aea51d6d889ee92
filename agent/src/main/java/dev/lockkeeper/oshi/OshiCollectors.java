package dev.lockkeeper.oshi;

import dev.lockkeeper.collect.Collector;
import java.util.List;

/// Collectors over OSHI.
public final class OshiCollectors {
  private OshiCollectors() {}

  /// Hardware and operating system identity: on every platform.
  public static Collector hostInfo() {
    return new HostInfoCollector();
  }

  /// Stand in for the fast path on platforms without one.
  public static List<Collector> fallback() {
    return List.of();
  }
}
