package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.ServiceSpec.DrainSpec;
import dev.lockkeeper.model.ServiceSpec.DrainSpec.Then;
import dev.lockkeeper.model.TrafficStatus;
import java.time.Duration;

/// Out of new traffic; what is in flight finishes. A condition that clears now changes nothing: a
/// hung server that lost its traffic often looks well, and the restart is nearly there.
final class Draining {
  /// Two agents that drained each other's last server both see too few. Each waits for a random
  /// part of this, and looks again: the first to give way lets the other go on. Short, since
  /// meanwhile nobody serves.
  private static final Duration GIVE_WAY_WITHIN = Duration.ofMillis(300);

  private Draining() {}

  static void enter(Remediation walk, Moment now) {
    var request = walk.request();
    walk.incident().act();
    walk.say(
        (walk.byOperator() ? request.cause() + " ordered a " : request.cause() + " asks for a ")
            + request.remedy().text()
            + "; "
            + others(walk),
        now);
    walk.balancer.own();
    walk.enter(RemediationState.DRAINING, now);
    walk.drain = new Drain();
    walk.write(Intent.DRAIN, true, now);
    walk.balancer.drain(walk.balancer.owned(), now);
    if (!walk.balancer.owned().isEmpty()) {
      walk.say("taken out of traffic at " + String.join(", ", walk.balancer.owned()), now);
    }
  }

  private static String others(Remediation walk) {
    var text = new StringBuilder();
    for (TrafficStatus status : walk.balancer.seen()) {
      text.append(text.isEmpty() ? "" : "; ")
          .append(status.way())
          .append(" can do without it: ")
          .append(status.healthyOthers())
          .append(status.healthyOthers() == 1 ? " other is" : " others are")
          .append(" up and ready, ")
          .append(status.minHealthy())
          .append(" must be");
    }
    return text.isEmpty() ? "it has no balancer to be taken out of" : text.toString();
  }

  /// A drain that a former process began goes on.
  static void resume(Remediation walk, Moment now) {
    walk.enter(RemediationState.DRAINING, now);
    walk.drain = new Drain();
    walk.balancer.drain(walk.balancer.owned(), now);
  }

  static void traffic(Remediation walk, Event.TrafficAnswered answer, Moment now) {
    OutOfTraffic.answered(walk, answer, now);
    if (!walk.balancer.fresh() || !walk.balancer.out()) {
      return;
    }
    if (!walk.drain.isConfirmed()) {
      walk.drain.confirmed(now);
    }
    if (mustGiveWay(walk, now)) {
      return;
    }
    walk.count();
  }

  /// Counts the healthy others again, now that this one is out.
  private static boolean mustGiveWay(Remediation walk, Moment now) {
    TrafficStatus few = walk.balancer.shortOfOthers();
    Drain drain = walk.drain;
    if (few == null) {
      if (drain.giveWayAt != null) {
        walk.say("enough others are up and ready again: going on", now);
        drain.giveWayAt = null;
      }
      return false;
    }
    if (drain.giveWayAt == null) {
      drain.giveWayAt =
          now.plus(Duration.ofNanos((long) (walk.random() * GIVE_WAY_WITHIN.toNanos())));
      walk.say(
          "too few are left now (" + Guarding.tooFew(few) + "): somebody else drains as well", now);
    }
    if (now.reached(drain.giveWayAt, Duration.ZERO)) {
      Undraining.enter(walk, Kind.MINIMUM_HEALTHY, Guarding.tooFew(few), now);
    }
    return true;
  }

  static void counted(Remediation walk, Event.InFlightCounted counted, Moment now) {
    Balancer balancer = walk.balancer;
    walk.drain.counted(balancer.sessions(), counted.own(), counted.tcp(), balancer.reloaded(), now);
    if (walk.drain.inFlight() == 0 && balancer.out() && walk.drain.giveWayAt == null) {
      Drained.enter(
          walk,
          "drained after " + Words.duration(now.since(walk.enteredAt())) + ", 0 requests in flight",
          now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    DrainSpec spec = walk.spec().drain();
    Drain drain = walk.drain;
    if (walk.inStateFor(spec.deadline(), now)) {
      deadline(walk, spec, now);
    } else if (walk.is(Remedy.RESTART)
        && walk.probeFails()
        && walk.balancer.out()
        && drain.giveWayAt == null
        && drain.isConfirmed()
        && drain.stalledFor(now).compareTo(spec.stalledAfter()) >= 0) {
      Drained.enter(
          walk,
          "nothing has finished for "
              + Words.duration(drain.stalledFor(now))
              + " and its probe fails"
              + walk.probeDetail()
              + ": it hangs, "
              + drain.words()
              + " are not waited for",
          now);
    } else {
      OutOfTraffic.tick(walk, now);
    }
  }

  private static void deadline(Remediation walk, DrainSpec spec, Moment now) {
    String late = walk.drain.words() + " after " + Words.duration(spec.deadline());
    if (!walk.drain.isConfirmed() || !walk.balancer.out()) {
      Undraining.enter(
          walk,
          Kind.BALANCER_UNREACHABLE,
          "the drain was not confirmed within "
              + Words.duration(spec.deadline())
              + ": a server that may have traffic is not stopped",
          now);
    } else if (walk.drain.giveWayAt != null) {
      Undraining.enter(
          walk, Kind.MINIMUM_HEALTHY, "too few others are healthy at the drain's deadline", now);
    } else if (walk.is(Remedy.DRAIN)) {
      Drained.enter(walk, late + ": it stays out of new traffic", now);
    } else if (spec.then() == Then.PROCEED) {
      Drained.enter(walk, late + ": going on as configured (`then: proceed`)", now);
    } else if (walk.probeFails()) {
      Drained.enter(
          walk,
          late
              + "; `then: give_up` would put it back, but its probe fails"
              + walk.probeDetail()
              + ": going on with the restart",
          now);
    } else {
      Undraining.enter(walk, Kind.DRAIN_GAVE_UP, late + " (`then: give_up`)", now);
    }
  }
}
