package dev.lockkeeper.config;

/// `127.0.0.1:9755`, `[::1]:9755` or `db.example.org:5432`.
///
/// @param host a name or an address, an IPv6 address without its brackets
/// @param port 0 to 65535
public record HostAndPort(String host, int port) {
  public HostAndPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
