package dev.lockkeeper.run;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.linux.LinuxCollectors;
import dev.lockkeeper.linux.Roots;
import dev.lockkeeper.linux.ServiceCollector;
import dev.lockkeeper.linux.WatchedService;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.oshi.OshiCollectors;
import dev.lockkeeper.service.systemd.SystemdUnitCollector;
import dev.lockkeeper.service.systemd.TransientUnit;
import dev.lockkeeper.traffic.haproxy.HaproxyServerCollector;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Which collectors run on this machine.
final class Collectors {
  private Collectors() {}

  static List<Collector> of(
      Roots roots, List<ServiceSpec> services, Supplier<List<WatchedService>> watched) {
    var collectors = new ArrayList<Collector>();
    if (Files.isDirectory(roots.proc().resolve("self"))) {
      collectors.addAll(LinuxCollectors.all(roots));
      collectors.add(new ServiceCollector(roots, watched));
      if (TransientUnit.systemdRuns()) {
        collectors.add(new SystemdUnitCollector());
      }
    } else {
      collectors.addAll(OshiCollectors.fallback());
    }
    collectors.add(OshiCollectors.hostInfo());
    for (ServiceSpec service : services) {
      var ownCount = OwnCounts.of(service);
      if (ownCount != null) {
        collectors.add(ownCount);
      }
      for (TrafficSpec way : service.traffic()) {
        switch (way) {
          case TrafficSpec.Haproxy haproxy ->
              collectors.add(new HaproxyServerCollector(service.name(), haproxy));
        }
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
    collectors.add(new SystemdUnitCollector());
    collectors.addAll(OwnCounts.ofEveryKind());
    collectors.add(
        new HaproxyServerCollector("", new TrafficSpec.Haproxy("none", "none", "none", 0)));
    return collectors;
  }
}
