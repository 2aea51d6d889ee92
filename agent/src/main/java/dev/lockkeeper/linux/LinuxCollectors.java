package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import java.util.List;

/// All collectors that read this kernel, but for the services' own ([ServiceCollector]).
public final class LinuxCollectors {
  private LinuxCollectors() {}

  public static List<Collector> all(Roots roots) {
    return List.of();
  }
}
