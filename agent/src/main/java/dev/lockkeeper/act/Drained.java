package dev.lockkeeper.act;

import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Nothing in flight any more. For a restart: the drain is checked once more, right before the
/// stop. For a drain: this is where it stays.
final class Drained {
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(10);

  private Drained() {}

  static void enter(Remediation walk, String why, Moment now) {
    walk.say(why, now);
    walk.enter(RemediationState.DRAINED, now);
    if (walk.is(Remedy.RESTART)) {
      confirm(walk, now);
    } else {
      walk.say(
          walk.byOperator()
              ? "stays out of traffic until `lockkeeper ready " + walk.service() + "`"
              : "stays out of traffic until the condition has been clear for "
                  + Words.duration(walk.spec().verify().goodFor()),
          now);
    }
  }

  private static void confirm(Remediation walk, Moment now) {
    walk.restart.controlRead = false;
    walk.readControl();
    if (walk.balancer.free(now)) {
      walk.balancer.inspect(now);
    }
  }

  /// An operator orders a restart of what is out of traffic already.
  static void begun(Remediation walk, Event.Begun begun, Moment now) {
    String again = begun.request().cause() + " ordered a restart";
    walk.say(again + "; this incident ends here", now);
    walk.incident().end(walk.is(Remedy.DRAIN) ? Outcome.DONE : Outcome.HELD_OUT, now);
    walk.takeNext();
    walk.enter(RemediationState.DRAINED, now);
    walk.restart = new Restart(now);
    walk.restart.wasOut = true;
    walk.say(begun.request().cause() + " ordered a restart; it is out of traffic already", now);
    confirm(walk, now);
  }

  static void traffic(Remediation walk, Event.TrafficAnswered answer, Moment now) {
    OutOfTraffic.answered(walk, answer, now);
    stopWhenConfirmed(walk, now);
  }

  static void control(Remediation walk, Event.ControlSeen seen, Moment now) {
    if (seen.status() == null) {
      Undraining.enter(
          walk,
          Kind.UNKNOWN_INPUT,
          "the service manager does not answer (" + seen.failure() + "): it is not stopped",
          now);
      return;
    }
    walk.restart.mainPid = seen.status().mainPid();
    walk.restart.controlRead = true;
    stopWhenConfirmed(walk, now);
  }

  private static void stopWhenConfirmed(Remediation walk, Moment now) {
    Balancer balancer = walk.balancer;
    if (!walk.is(Remedy.RESTART) || !walk.restart.controlRead) {
      return;
    }
    if (!balancer.fresh()) {
      if (balancer.free(now)) {
        balancer.inspect(now);
      }
      return;
    }
    if (!balancer.out()) {
      return; // told again; the next answer shows it
    }
    @Nullable TrafficStatus few = balancer.shortOfOthers();
    if (few != null && !walk.byOperator()) {
      Undraining.enter(walk, Kind.MINIMUM_HEALTHY, Guarding.tooFew(few), now);
      return;
    }
    Stopping.enter(walk, now);
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    if (walk.is(Remedy.RESTART)) {
      if (walk.inStateFor(CONFIRM_WITHIN, now)) {
        Undraining.enter(
            walk,
            Kind.BALANCER_UNREACHABLE,
            "the drain could not be confirmed right before the stop, within "
                + Words.duration(CONFIRM_WITHIN)
                + ": it is not stopped",
            now);
        return;
      }
    } else if (!walk.byOperator() && mayGoBack(walk, tick.verdict(), now)) {
      return;
    }
    OutOfTraffic.tick(walk, now);
  }

  /// A rule's drain ends when its condition has been clear for long enough, or after the watch
  /// time.
  private static boolean mayGoBack(Remediation walk, Verdict verdict, Moment now) {
    Restart restart = walk.restart;
    if (!(verdict instanceof Verdict.Clear)) {
      restart.clearSince = null; // unknown is not clear
    } else if (restart.clearSince == null) {
      restart.clearSince = now;
    }
    Duration goodFor = walk.spec().verify().goodFor();
    if (restart.clearSince != null && now.reached(restart.clearSince, goodFor)) {
      Readying.enter(
          walk, "the condition has been clear for " + Words.duration(goodFor) + ": put back", now);
      return true;
    }
    Duration longest = walk.spec().watch();
    if (!walk.inStateFor(longest, now)) {
      return false;
    }
    String still = "the condition has not been clear within " + Words.duration(longest);
    if (walk.probeFails()) {
      HeldOut.enter(walk, still + ", and its probe fails" + walk.probeDetail(), now);
    } else {
      Readying.enter(walk, still + ", but its probe is good: put back", now);
    }
    return true;
  }

  static void ready(Remediation walk, Event.ReadyOrdered ordered, Moment now) {
    if (walk.is(Remedy.DRAIN)) {
      Readying.enter(walk, ordered.who() + " said `ready`", now);
    } else {
      Undraining.ordered(walk, ordered, now);
    }
  }
}
