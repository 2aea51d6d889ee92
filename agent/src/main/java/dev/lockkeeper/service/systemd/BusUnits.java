package dev.lockkeeper.service.systemd;

import java.io.IOException;
import java.util.List;

/// Units as systemd names them on the bus.
final class BusUnits implements UnitSource {
  /// What people write rules about. The other kinds are many (a device for each disk and port, a
  /// scope for each session), say nothing of their own, and systemd leaves them out for us.
  private static final List<String> KINDS = List.of("*.service", "*.socket", "*.timer");

  private final SystemBus bus;

  BusUnits(SystemBus bus) {
    this.bus = bus;
  }

  @Override
  public List<Unit> units() throws IOException {
    return bus.call("list units", manager -> manager.listUnitsByPatterns(List.of(), KINDS)).stream()
        .map(unit -> new Unit(unit.name, unit.loadState, unit.activeState, unit.path.getPath()))
        .toList();
  }

  @Override
  public String serviceType(Unit service) throws IOException {
    return String.valueOf(bus.property(service.path(), SystemdManager.SERVICE, "Type"));
  }
}
