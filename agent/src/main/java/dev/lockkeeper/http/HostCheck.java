package dev.lockkeeper.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether a request's Host header names this machine.
///
/// A web page can make its reader's browser ask any address that the page's own name resolves to,
/// 127.0.0.1 included (DNS rebinding); the Host header then still shows the page's name.
final class HostCheck {
  private final Set<String> names;

  /// @param names accepted beside loopback and the address that was connected to; lower case
  HostCheck(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /// @param host the header's host part, without port; null or empty: an HTTP/1.0 client, which no
  ///   browser is
  /// @param connectedTo this side's address of the connection
  boolean accepts(@Nullable String host, SocketAddress connectedTo) {
    if (host == null || host.isEmpty()) {
      return true;
    }
    String name = host.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.equals("localhost") || name.endsWith(".localhost") || names.contains(name)) {
      return true;
    }
    InetAddress address = literal(name);
    return address != null
        && (address.isLoopbackAddress()
            || (connectedTo instanceof InetSocketAddress local
                && address.equals(local.getAddress())));
  }

  /// The address that a literal means; null for a name, which is never looked up.
  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(
          host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
