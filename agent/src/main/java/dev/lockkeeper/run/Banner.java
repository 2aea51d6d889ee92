package dev.lockkeeper.run;

import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.linux.DiscoveredServer;
import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.ServiceSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The few lines that a person sees at the start: what is watched, in which mode, where to look.
final class Banner {
  private Banner() {}

  /// @param servers web servers that were found running
  static List<String> of(
      AgentConfig config,
      RulesChoice rules,
      String version,
      String instance,
      List<DiscoveredServer> servers,
      @Nullable URI page,
      Path controlSocket) {
    var lines = new ArrayList<String>();
    lines.add(
        "lockkeeper %s on %s, mode %s (%s)"
            .formatted(version, instance, config.mode().text(), meaning(config)));
    for (ServiceSpec service : config.services()) {
      lines.add("  service   " + service(service, config));
    }
    for (DiscoveredServer server : servers) {
      lines.add(
          "  found     %s (process %d, ports %s): observed"
              .formatted(
                  server.name(),
                  server.mainPid(),
                  server.ports().stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }
    if (config.services().isEmpty() && servers.isEmpty()) {
      lines.add("  services  none configured, no web server found running; looked for again");
    }
    lines.add(
        "  rules     %d from %s%s"
            .formatted(
                rules.rules().size(),
                String.join(", ", config.rules()),
                rules.files().usedLastGood() ? " — BROKEN: an older good copy runs" : ""));
    lines.add(
        "  alerts    "
            + (config.alerts().to().isEmpty()
                ? "stay on this machine: configure `alerts` to send them"
                : Receivers.of(config).stream()
                    .map(receiver -> receiver.name())
                    .collect(Collectors.joining(", "))));
    lines.add("  look at   " + page + "  (/metrics, /api/v1/status)");
    lines.add("  ask       lockkeeper status   (socket " + controlSocket + ")");
    return lines;
  }

  private static String meaning(AgentConfig config) {
    return switch (config.mode()) {
      case OBSERVE -> "says what it would do, does nothing";
      case APPROVE -> "asks before it does anything";
      case ACT -> "acts where rule and service allow it";
    };
  }

  private static String service(ServiceSpec service, AgentConfig config) {
    String control =
        switch (service.control()) {
          case null -> "not controlled";
          case ControlSpec.Systemd systemd -> systemd.unit();
          case ControlSpec.Command _ -> "by command";
        };
    return "%s (%s), mode %s"
        .formatted(service.name(), control, config.mode().mostCautious(service.mode()).text());
  }
}
