package dev.lockkeeper.act;

import dev.lockkeeper.model.TrafficStatus;

/// What came of asking one way into traffic.
public sealed interface WayAnswer {
  /// Which one, as [Traffic#way] says it.
  String way();

  record Seen(TrafficStatus status) implements WayAnswer {
    @Override
    public String way() {
      return status.way();
    }
  }

  /// @param reason for a person: `connection refused`
  record Unreachable(String way, String reason) implements WayAnswer {}
}
