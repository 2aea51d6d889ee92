package dev.lockkeeper.service.systemd;

import java.io.IOException;
import java.util.List;

/// Where the states of units come from; a port, so that tests can answer.
interface UnitSource {
  /// @param loadState such as `loaded`, `not-found`, `masked`
  /// @param activeState such as `active`, `failed`
  /// @param path its object on the bus
  record Unit(String name, String loadState, String activeState, String path) {}

  /// Services, sockets and timers that systemd has in memory.
  List<Unit> units() throws IOException;

  /// A service's `Type=`, such as `notify`.
  String serviceType(Unit service) throws IOException;
}
