package dev.lockkeeper.rule.template;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Functions on addresses.
final class Links {
  private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");

  private Links() {}

  static String graph(String expression) {
    return "/graph?g0.expr=" + escaped(expression) + "&g0.tab=0";
  }

  static String table(String expression) {
    return "/graph?g0.expr=" + escaped(expression) + "&g0.tab=1";
  }

  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("\0", "\uFFFD")
        .replace("\"", "&#34;")
        .replace("'", "&#39;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  static String path(String url) {
    try {
      String path = URI.create(url).getPath();
      return path == null ? "" : path;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// Host and port; the port is empty where there is none.
  private record HostPort(String host, String port) {}

  private static HostPort split(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      return new HostPort(address, "");
    }
    String host = address.substring(0, colon);
    String port = address.substring(colon + 1);
    if (host.startsWith("[") && host.endsWith("]")) {
      return new HostPort(host.substring(1, host.length() - 1), port);
    }
    return host.indexOf(':') >= 0 || host.indexOf('[') >= 0
        ? new HostPort(address, "")
        : new HostPort(host, port);
  }

  static String withoutPort(String address) {
    return split(address).host();
  }

  static String withoutDomain(String address) {
    var parts = split(address);
    if (IPV4.matcher(parts.host()).matches() || parts.host().indexOf(':') >= 0) {
      return address;
    }
    int point = parts.host().indexOf('.');
    String host = point < 0 ? parts.host() : parts.host().substring(0, point);
    return parts.port().isEmpty() ? host : host + ":" + parts.port();
  }
}
