package dev.lockkeeper.run;

import dev.lockkeeper.act.Launcher;
import dev.lockkeeper.act.ServiceControl;
import dev.lockkeeper.act.Traffic;
import dev.lockkeeper.act.WayAnswer;
import dev.lockkeeper.collect.OwnCount;
import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.service.command.CommandControl;
import dev.lockkeeper.service.command.DetachedLauncher;
import dev.lockkeeper.service.systemd.SystemBus;
import dev.lockkeeper.service.systemd.SystemdControl;
import dev.lockkeeper.service.systemd.TransientUnit;
import dev.lockkeeper.traffic.haproxy.HaproxyTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The real parts behind one service: its ways into traffic, its service manager, its own count.
///
/// @param ways in the order of draining
/// @param control null: it can only be observed
/// @param ownCount null: it does not count its requests itself
record ServiceAdapters(
    List<Traffic> ways, @Nullable ServiceControl control, @Nullable OwnCount ownCount) {

  /// Adapters made once for each specification and kept: connections are kept in them.
  static final class Kept implements AutoCloseable {
    private final Path runtimeDirectory;
    private final ConcurrentHashMap<ServiceSpec, ServiceAdapters> kept = new ConcurrentHashMap<>();

    /// by address; an empty one is the system bus
    private final ConcurrentHashMap<String, SystemBus> buses = new ConcurrentHashMap<>();

    /// @param runtimeDirectory takes what started programs print
    Kept(Path runtimeDirectory) {
      this.runtimeDirectory = runtimeDirectory;
    }

    ServiceAdapters of(ServiceSpec spec) {
      return kept.computeIfAbsent(spec, this::make);
    }

    private ServiceAdapters make(ServiceSpec spec) {
      var ways = new ArrayList<Traffic>();
      for (TrafficSpec way : spec.traffic()) {
        ways.add(
            switch (way) {
              case TrafficSpec.Haproxy haproxy -> new HaproxyTraffic(haproxy);
            });
      }
      return new ServiceAdapters(List.copyOf(ways), control(spec), OwnCounts.of(spec));
    }

    private @Nullable ServiceControl control(ServiceSpec spec) {
      return switch (spec.control()) {
        case null -> null;
        case ControlSpec.Systemd(String unit, @Nullable String bus) ->
            new SystemdControl(bus(bus), unit);
        case ControlSpec.Command command ->
            new CommandControl(
                command, launcher(spec.name()), runtimeDirectory.resolve(spec.name() + ".out"));
      };
    }

    /// A started server must not be a child in the agent's own unit: systemd would end it with it.
    private Launcher launcher(String service) {
      return TransientUnit.systemdRuns()
          ? new TransientUnit(bus(null), service)
          : new DetachedLauncher(runtimeDirectory.resolve(service + ".start"));
    }

    private SystemBus bus(@Nullable String address) {
      return buses.computeIfAbsent(address == null ? "" : address, _ -> new SystemBus(address));
    }

    @Override
    public void close() {
      buses.values().forEach(SystemBus::close);
    }
  }

  /// Asks every way, in order. Blocks.
  List<WayAnswer> inspect() {
    return ways.stream().map(ServiceAdapters::inspect).toList();
  }

  private static WayAnswer inspect(Traffic way) {
    try {
      return new WayAnswer.Seen(way.inspect());
    } catch (IOException | RuntimeException e) {
      return new WayAnswer.Unreachable(way.way(), Failures.text(e));
    }
  }

  /// What the server itself says is in flight, asked afresh; -1 when it can't tell. Blocks.
  int countOwn() {
    if (ownCount == null) {
      return -1;
    }
    synchronized (ownCount) {
      try {
        ownCount.collect(new Moment(0, 0), (series, value) -> {});
      } catch (IOException | RuntimeException e) {
        return -1;
      }
      return (int) ownCount.inFlight().orElse(-1);
    }
  }
}
