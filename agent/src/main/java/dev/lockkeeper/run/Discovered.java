package dev.lockkeeper.run;

import dev.lockkeeper.linux.DiscoveredServer;
import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.ServiceSpec.DrainSpec;
import dev.lockkeeper.model.ServiceSpec.GuardSpec;
import dev.lockkeeper.model.ServiceSpec.VerifySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Web servers that were found running and are observed without being configured. One that has gone
/// is still watched for an hour: that it went is just what an operator wants to know.
///
/// @param servers by service name
record Discovered(Map<String, Found> servers) {
  static final Discovered NOTHING = new Discovered(Map.of());
  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final Duration PROBED = Duration.ofSeconds(1);

  /// @param seen when it was last found
  /// @param gone whether it was not found the last time
  record Found(DiscoveredServer server, ServiceSpec spec, Moment seen, boolean gone) {}

  Discovered {
    servers = Map.copyOf(servers);
  }

  /// @param found what runs now
  /// @param configured services that are supervised anyway
  Discovered with(
      List<DiscoveredServer> found, List<ServiceSpec> configured, ServiceBook book, Moment now) {
    Set<String> names = configured.stream().map(ServiceSpec::name).collect(Collectors.toSet());
    var next = new TreeMap<String, Found>();
    servers.forEach((name, old) -> {
      if (now.since(old.seen()).compareTo(REMEMBERED) < 0) {
        next.put(name, new Found(old.server(), old.spec(), old.seen(), true));
      }
    });
    for (DiscoveredServer server : found) {
      String name = server.name();
      if (supervised(server, names, book) || names.contains(name)) {
        continue;
      }
      next.put(name, new Found(server, observed(server), now, false));
    }
    return new Discovered(next);
  }

  private static boolean supervised(
      DiscoveredServer server, Set<String> configured, ServiceBook book) {
    return book.pages().stream()
        .filter(page -> configured.contains(page.spec.name()))
        .anyMatch(page -> page.control != null && page.control.mainPid() == server.mainPid());
  }

  List<ServiceSpec> specs() {
    var specs = new ArrayList<ServiceSpec>();
    new TreeMap<>(servers).values().forEach(found -> specs.add(found.spec()));
    return specs;
  }

  /// Puts down their main processes, which no service manager is asked for.
  void enter(ServiceBook book) {
    servers.forEach((name, found) -> {
      var page = book.page(name);
      if (page != null) {
        page.control =
            found.gone()
                ? new ControlStatus(false, 0, "gone")
                : new ControlStatus(true, found.server().mainPid(), "found running");
      }
    });
  }

  private static ServiceSpec observed(DiscoveredServer server) {
    return observed(server.name(), probe(server));
  }

  /// A service of which nothing is configured.
  static ServiceSpec observed(String name, @Nullable ProbeSpec probe) {
    return new ServiceSpec(
        name,
        Mode.OBSERVE,
        null,
        probe,
        List.of(),
        List.of(),
        null,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        new DrainSpec(Duration.ofSeconds(60), Duration.ofSeconds(3), DrainSpec.Then.PROCEED),
        new VerifySpec(Duration.ofSeconds(3), Duration.ofSeconds(60), List.of()),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        new GuardSpec(Duration.ofMinutes(10), 4, Duration.ofHours(24), Duration.ofMinutes(15)));
  }

  private static @Nullable ProbeSpec probe(DiscoveredServer server) {
    return server.ports().isEmpty()
        ? null
        : new ProbeSpec.Tcp("127.0.0.1", server.ports().getFirst(), PROBED, PROBED);
  }
}
