package dev.lockkeeper.model;

/// One way into traffic.
public sealed interface TrafficSpec {

  /// HAProxy's runtime API (management guide, section 9.3) on its Unix socket.
  ///
  /// @param socket path of the stats socket, level admin
  /// @param minHealthy how many other servers of the backend must be up and ready
  record Haproxy(String socket, String backend, String server, int minHealthy)
      implements TrafficSpec {}
}
