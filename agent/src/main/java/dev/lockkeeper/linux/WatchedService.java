package dev.lockkeeper.linux;

import java.util.List;

/// A service whose processes are watched.
///
/// @param service its name, the `service` label
/// @param mainPid its main process; 0 when it does not run
/// @param ports its TCP ports; empty: those on which its processes listen
public record WatchedService(String service, long mainPid, List<Integer> ports) {
  public WatchedService {
    ports = List.copyOf(ports);
  }
}
