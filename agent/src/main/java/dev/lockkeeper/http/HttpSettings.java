package dev.lockkeeper.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `server` in the configuration says, checked.
///
/// @param listen where to listen
/// @param hostNames names in lower case, beside the obvious ones, that a request's Host header may
///   show
/// @param dropwizard threads, connector, compression and request log
public record HttpSettings(Listen listen, Set<String> hostNames, DropwizardSettings dropwizard) {
  private static final String LISTEN = "listen";
  private static final String HOST_NAMES = "host_names";

  public HttpSettings {
    hostNames = Set.copyOf(hostNames);
  }

  /// As without any setting: 127.0.0.1:9755.
  public static HttpSettings standard() {
    return new HttpSettings(Listen.STANDARD, Set.of(), new DropwizardSettings());
  }

  /// Reads the `server` subtree: `listen`, `host_names`, and those of Dropwizard's server settings
  /// that mean something here ([DropwizardSettings]).
  ///
  /// @param server null or missing: as [#standard()]
  /// @throws InvalidSettingException for the first setting that can't be used
  public static HttpSettings read(@Nullable JsonNode server) throws InvalidSettingException {
    if (server == null || server.isMissingNode() || server.isNull()) {
      return standard();
    }
    if (!server.isObject()) {
      throw new InvalidSettingException(
          "", "settings are expected, such as listen: 127.0.0.1:9755");
    }
    return new HttpSettings(
        server.has(LISTEN) ? listen(server.get(LISTEN)) : Listen.STANDARD,
        server.has(HOST_NAMES) ? hostNames(server.get(HOST_NAMES)) : Set.of(),
        DropwizardSettings.read(server, Set.of(LISTEN, HOST_NAMES)));
  }

  private static Listen listen(JsonNode node) throws InvalidSettingException {
    if (!node.isTextual()) {
      throw new InvalidSettingException(LISTEN, "text is expected: \"ADDRESS:PORT\"");
    }
    try {
      return Listen.parse(node.textValue());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(LISTEN, String.valueOf(e.getMessage()));
    }
  }

  private static Set<String> hostNames(JsonNode node) throws InvalidSettingException {
    if (!node.isArray()) {
      throw new InvalidSettingException(HOST_NAMES, "a list of host names is expected");
    }
    var names = new LinkedHashSet<String>();
    for (int i = 0; i < node.size(); i++) {
      if (!node.get(i).isTextual() || node.get(i).textValue().isBlank()) {
        throw new InvalidSettingException(HOST_NAMES + "[" + i + "]", "a host name is expected");
      }
      names.add(node.get(i).textValue().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /// Names by which this machine is known, beside those that were configured: a request with
  /// another Host header is refused.
  public HttpSettings withHostNames(Set<String> names) {
    var all = new LinkedHashSet<>(hostNames);
    names.forEach(name -> all.add(name.toLowerCase(Locale.ROOT)));
    return new HttpSettings(listen, all, dropwizard);
  }

  /// An address and a port.
  ///
  /// @param host a name, or an IPv4 or IPv6 address without brackets
  /// @param port 0: any that is free
  public record Listen(String host, int port) {
    static final Listen STANDARD = new Listen("127.0.0.1", 9755);

    /// Reads `127.0.0.1:9755`, `localhost:9755` or `[::1]:9755`.
    ///
    /// @throws IllegalArgumentException with a message for a person
    public static Listen parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon);
      boolean brackets = host.startsWith("[") && host.endsWith("]");
      if (brackets) {
        host = host.substring(1, host.length() - 1);
      }
      if (host.isEmpty() || host.contains(":") != brackets) {
        throw new IllegalArgumentException(
            "\"ADDRESS:PORT\" is expected, such as \"127.0.0.1:9755\" or \"[::1]:9755\"");
      }
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port >= 0 && port <= 65_535) {
          return new Listen(host, port);
        }
      } catch (NumberFormatException e) {
        // same answer as for a number out of range
      }
      throw new IllegalArgumentException("the port must be a number from 0 to 65535");
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /// A setting that can't be used.
  public static final class InvalidSettingException extends Exception {
    private final String path;

    InvalidSettingException(String path, String message) {
      super(message);
      this.path = path;
    }

    /// The key's path below `server`, such as `connector.idleTimeout`; empty for `server` itself.
    public String path() {
      return path;
    }
  }
}
