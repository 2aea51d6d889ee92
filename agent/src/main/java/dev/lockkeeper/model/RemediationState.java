package dev.lockkeeper.model;

import java.util.Locale;

/// Where one service stands in a remediation. The transitions are a table in `act`.
public enum RemediationState {
  /// in traffic, nothing under way
  SERVING,
  /// a remedy was decided; the balancer is asked whether it can do without this server
  GUARDING,
  /// out of new traffic; what is in flight finishes
  DRAINING,
  /// nothing in flight any more
  DRAINED,
  STOPPING,
  STARTING,
  /// started; proving that it is healthy
  VERIFYING,
  /// being put back; until the balancer says UP
  READYING,
  /// in traffic again; cured or relapsed is still open
  WATCHING,
  /// giving up cleanly: back into traffic without having been touched
  UNDRAINING,
  /// out of traffic until a person says `ready`
  HELD_OUT,
  /// reloading in traffic
  RELOADING,
  /// taking evidence in traffic
  CAPTURING;

  /// As the `state` label of `service_state` shows it, such as `held_out`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether the agent holds the service out of traffic in this state.
  public boolean outOfTraffic() {
    return switch (this) {
      case DRAINING, DRAINED, STOPPING, STARTING, VERIFYING, READYING, UNDRAINING, HELD_OUT -> true;
      case SERVING, GUARDING, WATCHING, RELOADING, CAPTURING -> false;
    };
  }
}
