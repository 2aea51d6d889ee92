package dev.lockkeeper.config;

import dev.lockkeeper.model.TrafficSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `services[…].traffic`: the ways into traffic, in the order in which they are drained.
final class TrafficSection {
  /// A farm keeps at least one server unless somebody says otherwise.
  private static final int MIN_HEALTHY = 1;

  /// HAProxy's own names, as they go into a command on its socket: no space, no `;`.
  private static final Pattern SERVER = Pattern.compile("([A-Za-z0-9_.:-]+)/([A-Za-z0-9_.:-]+)");

  private static final Keys HAPROXY =
      Keys.of(
          Key.text("socket", "HAProxy's stats socket, level admin.").asRequired(),
          Key.text("server", SERVER, "This server's name there: BACKEND/SERVER.").asRequired(),
          Key.whole(
              "min_healthy",
              0,
              10_000,
              MIN_HEALTHY,
              "So many other servers of the backend must be up and ready before and during a"
                  + " drain."));
  static final Keys KEYS =
      Keys.of(Key.nested("haproxy", HAPROXY, "An HAProxy in front, over its admin socket."))
          .later("agent_check", "health_page", "file", "hold", "command")
          .exactlyOneOf("haproxy");

  private TrafficSection() {}

  static List<TrafficSpec> read(Section service, Path base) {
    var ways = new ArrayList<TrafficSpec>();
    for (var way : service.sections("traffic", KEYS)) {
      if (way.has("haproxy")) {
        ways.add(haproxy(way.section("haproxy", HAPROXY), base));
      } else if (way.keys().isEmpty()) {
        way.lacks("needs `haproxy`");
      }
    }
    return ways;
  }

  private static TrafficSpec haproxy(Section haproxy, Path base) {
    var socket = haproxy.path("socket", base).map(Path::toString).orElse("");
    var server = haproxy.value("server", TrafficSection::server).orElse(List.of("", ""));
    var minHealthy = haproxy.integer("min_healthy");
    return new TrafficSpec.Haproxy(socket, server.get(0), server.get(1), minHealthy);
  }

  /// Backend and server.
  private static List<String> server(String text) {
    var matcher = SERVER.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "`%s` is not BACKEND/SERVER, such as web/web1".formatted(Problems.shorten(text)));
    }
    return List.of(matcher.group(1), matcher.group(2));
  }
}
