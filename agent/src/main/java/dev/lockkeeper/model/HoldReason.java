package dev.lockkeeper.model;

import java.util.Locale;

/// Why a remediation does not go on now. One reason feeds log, metric, incident, status and test.
///
/// @param kind which guard holds; a label value
/// @param detail one sentence for a person at 3 a.m.: what was seen, and what would lift it
public record HoldReason(Kind kind, String detail) {
  public enum Kind {
    KILL_SWITCH,
    MODE_OBSERVE,
    AWAITING_APPROVAL,
    UNKNOWN_SERVICE,
    UNKNOWN_INPUT,
    REMEDIATION_RUNNING,
    START_GRACE,
    COOLDOWN,
    BUDGET,
    BREAKER_OPEN,
    SHARED_CAUSE,
    DEPENDENCY_DOWN,
    WINDOW,
    BALANCER_UNREACHABLE,
    ALREADY_OUT_OF_TRAFFIC,
    MINIMUM_HEALTHY,
    FLEET_SLOT,
    DRAIN_GAVE_UP,
    NOT_SUPPORTED;

    /// As the `reason` label of metrics shows it, such as `minimum_healthy`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return kind.text() + ": " + detail;
  }
}
