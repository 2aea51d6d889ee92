package dev.lockkeeper.model;

import java.time.Instant;

/// One remediation that has acted: what cooldown and budget count. Kept over restarts of the agent.
///
/// @param incident its incident's id; a later record of the same incident replaces this one
/// @param actedAt wall time at which it had done what it does: the server was back in traffic, put
///   back untouched, or held out
/// @param outcome [Incident.Outcome#OPEN] while cured or relapsed is not known yet
public record PastRemediation(
    String incident,
    String service,
    Remedy remedy,
    RemedyRequest.Trigger trigger,
    String cause,
    Instant actedAt,
    Incident.Outcome outcome) {

  /// Whether it did not help: the cooldown grows.
  public boolean failed() {
    return switch (outcome) {
      case RELAPSED, HELD_OUT, GAVE_UP -> true;
      case OPEN, HELD, CLEARED, CURED, DONE -> false;
    };
  }
}
