package dev.lockkeeper.act;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Incident.Step;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.RemedyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An incident while it is being written. Bounded: a remediation that goes on for days does not
/// write for days.
final class OpenIncident {
  private static final int MOST_STEPS = 200;

  private final String id;
  private final RemedyRequest request;
  private final Instant startedAt;
  private final List<Step> steps = new ArrayList<>();
  private final Set<HoldReason.Kind> told = EnumSet.noneOf(HoldReason.Kind.class);
  private List<HoldReason> holds = List.of();
  private Outcome outcome = Outcome.OPEN;
  private @Nullable Instant endedAt;
  private @Nullable Moment guardedAt;
  private boolean changed;

  OpenIncident(String id, RemedyRequest request, Moment now) {
    this.id = id;
    this.request = request;
    this.startedAt = now.instant();
  }

  /// Goes on writing what a former process began.
  OpenIncident(Incident incident) {
    id = incident.id();
    request = incident.request();
    startedAt = incident.startedAt();
    steps.addAll(incident.steps());
    holds = incident.holds();
    outcome = incident.outcome();
  }

  void step(RemediationState state, String text, Moment now) {
    if (steps.size() < MOST_STEPS) {
      steps.add(new Step(now.instant(), state, text));
      changed = true;
    }
  }

  /// Holds it. Told with every turn of the loop, written only when a kind of reason is new to this
  /// incident: their figures change all the time, and some come and go with what else happens.
  void hold(List<HoldReason> reasons, Moment now) {
    for (HoldReason reason : reasons) {
      if (told.add(reason.kind())) {
        step(
            RemediationState.SERVING,
            "held, " + reason.kind().text().replace('_', ' ') + ": " + reason.detail(),
            now);
      }
    }
    if (outcome != Outcome.HELD) {
      outcome = Outcome.HELD;
      changed = true;
    }
    holds = List.copyOf(reasons);
  }

  /// Asked the balancer, which made it hold.
  void guarded(Moment now) {
    guardedAt = now;
  }

  boolean guardedWithin(Duration duration, Moment now) {
    return guardedAt != null && !now.reached(guardedAt, duration);
  }

  /// What held it no longer does: it acts.
  void act() {
    outcome = Outcome.OPEN;
    holds = List.of();
    changed = true;
  }

  /// Why it was given up, for the record.
  void reason(HoldReason reason) {
    holds = List.of(reason);
    changed = true;
  }

  void outcome(Outcome now) {
    outcome = now;
    changed = true;
  }

  void end(Outcome last, Moment now) {
    outcome = last;
    endedAt = now.instant();
    changed = true;
  }

  String id() {
    return id;
  }

  RemedyRequest request() {
    return request;
  }

  List<HoldReason> holds() {
    return holds;
  }

  Outcome outcome() {
    return outcome;
  }

  boolean ended() {
    return endedAt != null;
  }

  Incident incident() {
    return new Incident(id, request, startedAt, holds, steps, outcome, endedAt);
  }

  /// Whether it has changed since this was asked last.
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }
}
