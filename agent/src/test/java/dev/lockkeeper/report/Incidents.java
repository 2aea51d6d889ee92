package dev.lockkeeper.report;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import java.time.Instant;
import java.util.List;

/// Incidents for tests.
public final class Incidents {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private Incidents() {}

  public static Incident open(String id, int minute) {
    return open(id, minute, "asked");
  }

  public static Incident open(String id, int minute, String step) {
    var at = NOON.plusSeconds(60L * minute);
    return new Incident(
        id,
        request(at),
        at,
        List.of(),
        List.of(new Incident.Step(at, RemediationState.GUARDING, step)),
        Outcome.OPEN,
        null);
  }

  public static Incident ended(String id, int minute, Outcome outcome) {
    var open = open(id, minute);
    return new Incident(
        id,
        open.request(),
        open.startedAt(),
        List.of(),
        open.steps(),
        outcome,
        open.startedAt().plusSeconds(5));
  }

  static RemedyRequest request(Instant since) {
    return new RemedyRequest(
        "web1", Remedy.RESTART, RemedyRequest.Trigger.RULE, "WebServerHung", Mode.ACT, since);
  }
}
