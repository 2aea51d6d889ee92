package dev.lockkeeper.run;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.linux.LinuxCollectors;
import dev.lockkeeper.linux.Roots;
import dev.lockkeeper.linux.ServiceCollector;
import dev.lockkeeper.linux.WatchedService;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.nginx.NginxStatusCollector;
import dev.lockkeeper.oshi.OshiCollectors;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Which collectors run on this machine.
final class Collectors {
  private static final Duration NGINX_STATUS_AT_MOST = Duration.ofMillis(800);

  private Collectors() {}

  static List<Collector> of(
      Roots roots, List<ServiceSpec> services, Supplier<List<WatchedService>> watched) {
    var collectors = new ArrayList<Collector>();
    if (Files.isDirectory(roots.proc().resolve("self"))) {
      collectors.addAll(LinuxCollectors.all(roots));
      collectors.add(new ServiceCollector(roots, watched));
    } else {
      collectors.addAll(OshiCollectors.fallback());
    }
    collectors.add(OshiCollectors.hostInfo());
    for (ServiceSpec service : services) {
      String status = service.nginxStatus();
      if (status != null) {
        collectors.add(
            new NginxStatusCollector(service.name(), URI.create(status), NGINX_STATUS_AT_MOST));
      }
    }
    return List.copyOf(collectors);
  }

  /// One of each kind, for their catalogues: none of them is ever run, and what makes them touches
  /// nothing.
  static List<Collector> ofEveryPlatform() {
    var collectors = new ArrayList<Collector>(LinuxCollectors.forCatalogue());
    collectors.add(new ServiceCollector(Roots.SYSTEM, List::of));
    collectors.addAll(OshiCollectors.fallback());
    collectors.add(OshiCollectors.hostInfo());
    collectors.add(
        new NginxStatusCollector("", URI.create("http://localhost/"), NGINX_STATUS_AT_MOST));
    return collectors;
  }
}
