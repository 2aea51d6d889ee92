package dev.lockkeeper.linux;

import java.io.IOException;
import java.util.List;

/// Finds web servers that run on this machine.
public final class Discovery {
  public Discovery(Roots roots) {}

  /// Looks through all processes once. Reads files: not for the loop.
  public List<DiscoveredServer> find() throws IOException {
    return List.of();
  }
}
