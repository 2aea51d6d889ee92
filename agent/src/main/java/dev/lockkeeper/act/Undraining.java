package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;

/// Giving up cleanly: back into traffic without having been touched. It has ended when every way
/// says that it is ready again; whether it is up as well is the balancer's judgement of a server
/// that was not restarted.
final class Undraining {
  private Undraining() {}

  /// For a reason that cooldown and budget count.
  static void enter(Remediation walk, Kind kind, String why, Moment now) {
    begin(walk, kind, why, now);
    if (walk.state() == RemediationState.UNDRAINING) {
      walk.remember(Outcome.GAVE_UP, now);
    }
  }

  private static void begin(Remediation walk, Kind kind, String why, Moment now) {
    walk.incident().reason(new HoldReason(kind, why));
    if (walk.restart.wasOut) {
      HeldOut.enter(walk, "given up: " + why + "; it was out of traffic before, and stays so", now);
      return;
    }
    walk.say("given up: " + why, now);
    putBackFrom(walk, now);
  }

  private static void putBackFrom(Remediation walk, Moment now) {
    walk.enter(RemediationState.UNDRAINING, now);
    walk.write(Intent.UNDRAIN, false, now);
    Readying.putBack(walk, now);
  }

  static void journalFailed(Remediation walk, Event.JournalFailed failed, Moment now) {
    if (walk.state() == RemediationState.DRAINING) {
      walk.balancer.forgetQuestion(); // the drain itself, which was not carried out
    }
    enter(
        walk,
        Kind.UNKNOWN_INPUT,
        "the journal can't be written ("
            + failed.reason()
            + "), and nothing is done that could not be undone after a crash",
        now);
  }

  static void ordered(Remediation walk, Event.ReadyOrdered ordered, Moment now) {
    walk.say(ordered.who() + " said `ready`", now);
    putBackFrom(walk, now);
  }

  static void paused(Remediation walk, Event.Paused paused, Moment now) {
    if (!walk.operatorsDrain()) {
      begin(walk, Kind.KILL_SWITCH, paused.why(), now);
    }
  }

  static void shutDown(Remediation walk, Event.ShutDown shutDown, Moment now) {
    if (!walk.operatorsDrain()) {
      begin(walk, Kind.KILL_SWITCH, "the agent is about to end", now);
    }
  }

  /// A former process had drained it and stopped nothing yet.
  static void resume(Remediation walk, Moment now) {
    walk.enter(RemediationState.UNDRAINING, now);
    walk.write(Intent.UNDRAIN, false, now);
    walk.balancer.inspect(now);
  }

  static void traffic(Remediation walk, Event.TrafficAnswered answer, Moment now) {
    Readying.noticeForeign(walk, now);
    Balancer balancer = walk.balancer;
    if (!balancer.fresh()) {
      Readying.putBack(walk, now);
    } else if (balancer.back()) {
      walk.say(
          "back in traffic after "
              + Words.duration(now.since(walk.enteredAt()))
              + ", without having been restarted",
          now);
      walk.finish(Outcome.GAVE_UP, now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    Readying.putBack(walk, now);
  }
}
