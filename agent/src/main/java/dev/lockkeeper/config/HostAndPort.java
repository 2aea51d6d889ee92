package dev.lockkeeper.config;

import java.util.regex.Pattern;

/// `127.0.0.1:9755`, `[::1]:9755` or `db.example.org:5432`.
///
/// @param host a name or an address, an IPv6 address without its brackets
/// @param port 0 to 65535
public record HostAndPort(String host, int port) {
  static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)\\]|([A-Za-z0-9_.*-]+)):([0-9]{1,9})");
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  public HostAndPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("no host");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
  }

  /// @param leastPort 0 where any free port may be asked for, else 1
  /// @throws IllegalArgumentException with a message for a person
  static HostAndPort parse(String text, int leastPort) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "`%s` is not HOST:PORT, such as 127.0.0.1:9755 or [::1]:9755"
              .formatted(Problems.shorten(text)));
    }
    var bracketed = matcher.group(1);
    var host = bracketed == null ? matcher.group(2) : bracketed;
    return new HostAndPort(host, Section.integer(matcher.group(3), leastPort, 65_535));
  }

  /// Whether only this machine can reach it. A name counts by its spelling: nothing is looked up.
  public boolean loopback() {
    return host.equals("localhost") || host.equals("::1") || LOOPBACK_V4.matcher(host).matches();
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
