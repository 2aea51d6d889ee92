package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.time.Duration;

/// Healthy, and being put back, until the balancer says that it sends requests. Never HeldOut from
/// here: a balancer that can't be reached is asked again for as long as it takes.
final class Readying {
  private Readying() {}

  static void enter(Remediation walk, String why, Moment now) {
    walk.say(why, now);
    walk.enter(RemediationState.READYING, now);
    walk.write(Intent.READY, false, now);
    putBack(walk, now);
  }

  /// A former process was here.
  static void resume(Remediation walk, Moment now) {
    walk.enter(RemediationState.READYING, now);
    walk.balancer.inspect(now);
  }

  /// Readies what is still out, or looks. One question at a time: a drain that is still under way
  /// must not land after the ready.
  static void putBack(Remediation walk, Moment now) {
    Balancer balancer = walk.balancer;
    if (!balancer.free(now)) {
      return;
    }
    var out = balancer.stillOut();
    if (out.isEmpty()) {
      balancer.inspect(now);
    } else {
      balancer.ready(out, now);
    }
  }

  /// What somebody else put into maintenance meanwhile stays so.
  static void noticeForeign(Remediation walk, Moment now) {
    for (var status : walk.balancer.giveUpForeign()) {
      walk.say("somebody else has put " + status.way() + " into maintenance: left as it is", now);
    }
    OutOfTraffic.tellReachability(walk, "asked again until it does", now);
  }

  static void traffic(Remediation walk, Event.TrafficAnswered answer, Moment now) {
    noticeForeign(walk, now);
    Balancer balancer = walk.balancer;
    if (!balancer.fresh()) {
      putBack(walk, now);
    } else if (balancer.up()) {
      done(walk, "back in traffic after " + Words.duration(now.since(walk.enteredAt())), now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    Balancer balancer = walk.balancer;
    Duration deadline = walk.spec().verify().deadline();
    if (walk.inStateFor(deadline, now) && balancer.fresh() && balancer.back()) {
      done(
          walk,
          "put back, but after "
              + Words.duration(deadline)
              + " the balancer still does not call it up: "
              + balancer.notUp(),
          now);
      return;
    }
    putBack(walk, now);
  }

  private static void done(Remediation walk, String text, Moment now) {
    if (walk.incident().outcome() == Outcome.HELD_OUT) {
      walk.say(text, now);
      walk.finish(Outcome.HELD_OUT, now);
    } else {
      Watching.enterOrFinish(walk, text, now);
    }
  }
}
