package dev.lockkeeper.linux;

import java.util.List;

/// A web server that was found running.
///
/// @param name unique among those found: `nginx`, and `nginx-8081` (its lowest port) for a second
///   one
/// @param kind what it is: `nginx`, `apache2`, `tomcat`, `haproxy`
/// @param mainPid its master process
/// @param ports the TCP ports on which it listens, ascending
public record DiscoveredServer(String name, String kind, long mainPid, List<Integer> ports) {
  public DiscoveredServer {
    ports = List.copyOf(ports);
  }
}
