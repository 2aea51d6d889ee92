package dev.lockkeeper.act;

import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import java.time.Duration;

/// Started; proving that it is healthy: its probe good without a break for `good_for`, over probes
/// that began after the start. Where no probe is configured its main process must have lived that
/// long. The rule's condition is not judged here but in Watching: many need traffic to show.
final class Verifying {
  /// Probing fast is every 100 ms; a good answer that is older proves nothing about now.
  private static final Duration GOOD_IS_FRESH = Duration.ofMillis(500);

  private static final Duration ASK_CONTROL_EVERY = Duration.ofMillis(250);

  private Verifying() {}

  static void enter(Remediation walk, String started, Moment now) {
    walk.say(started, now);
    walk.enter(RemediationState.VERIFYING, now);
    Restart restart = walk.restart;
    restart.startedAt = now;
    restart.goodSince = null;
    restart.lastGood = null;
    restart.warmingSince = null;
    restart.controlAskedAt = null;
    if (walk.spec().probe() != null) {
      walk.probeFast(true);
    } else {
      askControl(walk, now);
    }
  }

  private static void askControl(Remediation walk, Moment now) {
    walk.restart.controlAskedAt = now;
    walk.readControl();
  }

  static void probed(Remediation walk, Event.Probed probed, Moment now) {
    ProbeResult result = probed.result();
    if (walk.spec().probe() == null
        || result.startedAt().nanos() - walk.restart.startedAt.nanos() < 0) {
      return; // it asked what ran before
    }
    judge(walk, result.success(), result.startedAt(), now);
  }

  static void control(Remediation walk, Event.ControlSeen seen, Moment now) {
    if (seen.status() != null && walk.spec().probe() == null) {
      judge(walk, seen.status().running(), now, now);
    }
  }

  private static void judge(Remediation walk, boolean good, Moment asked, Moment now) {
    Restart restart = walk.restart;
    if (!good) {
      if (restart.goodSince != null) {
        walk.say(
            "was good for "
                + Words.duration(now.since(restart.goodSince))
                + ", then not any more"
                + walk.probeDetail(),
            now);
      }
      restart.goodSince = null;
      restart.warmingSince = null;
      return;
    }
    if (restart.goodSince == null) {
      restart.goodSince = asked;
    }
    restart.lastGood = asked;
    goOnWhenProven(walk, now);
  }

  private static void goOnWhenProven(Remediation walk, Moment now) {
    Restart restart = walk.restart;
    Duration goodFor = walk.spec().verify().goodFor();
    if (restart.goodSince == null
        || restart.lastGood == null
        || restart.warmingSince != null
        || !now.reached(restart.goodSince, goodFor)
        || now.reached(restart.lastGood, GOOD_IS_FRESH)) {
      return;
    }
    if (walk.spec().verify().warmUp().isEmpty() || walk.is(Remedy.RELOAD)) {
      proven(walk, "", now);
    } else {
      restart.warmingSince = now;
      walk.warmUp();
    }
  }

  static void warmedUp(Remediation walk, Event.WarmedUp warmedUp, Moment now) {
    if (walk.restart.goodSince == null) {
      return; // it went bad meanwhile, and is warmed up again when it is good
    }
    proven(
        walk,
        warmedUp.problems().isEmpty()
            ? ", warmed up"
            : ", warm-up had problems: " + String.join("; ", warmedUp.problems()),
        now);
  }

  private static void proven(Remediation walk, String warmUp, Moment now) {
    String what = walk.spec().probe() == null ? "has run for " : "probe good for ";
    Moment since = walk.restart.goodSince == null ? now : walk.restart.goodSince;
    String text = what + Words.duration(now.since(since)) + warmUp;
    if (walk.is(Remedy.RELOAD)) {
      Watching.enterOrFinish(walk, text, now);
    } else {
      Readying.enter(walk, text, now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    Restart restart = walk.restart;
    Duration deadline = walk.spec().verify().deadline();
    if (walk.inStateFor(deadline, now) && restart.goodSince == null) {
      overdue(walk, deadline, now);
      return;
    }
    if (restart.warmingSince != null && now.reached(restart.warmingSince, deadline)) {
      proven(walk, ", but the warm-up has not ended", now);
      return;
    }
    goOnWhenProven(walk, now);
    if (walk.state() != RemediationState.VERIFYING) {
      return;
    }
    if (walk.spec().probe() == null
        && restart.controlAskedAt != null
        && now.reached(restart.controlAskedAt, ASK_CONTROL_EVERY)) {
      askControl(walk, now);
    }
    if (!walk.is(Remedy.RELOAD)) {
      OutOfTraffic.tick(walk, now);
    }
  }

  private static void overdue(Remediation walk, Duration deadline, Moment now) {
    String why = "not healthy within " + Words.duration(deadline) + walk.probeDetail();
    if (walk.is(Remedy.RELOAD)) {
      walk.say(why + " after the reload; it is still in traffic", now);
      walk.remember(Outcome.RELAPSED, now);
      walk.finish(Outcome.RELAPSED, now);
    } else {
      HeldOut.enter(walk, why, now);
    }
  }
}
