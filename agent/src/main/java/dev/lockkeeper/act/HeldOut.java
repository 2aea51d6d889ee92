package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.time.Duration;

/// It did not come up. It stays out of traffic until a person says `ready`, or orders another
/// restart.
final class HeldOut {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private HeldOut() {}

  static void enter(Remediation walk, String why, Moment now) {
    walk.say(why, now);
    walk.probeFast(false);
    walk.enter(RemediationState.HELD_OUT, now);
    walk.incident().outcome(Outcome.HELD_OUT);
    walk.say(
        "held out of traffic until `lockkeeper ready "
            + walk.service()
            + "` (put it back as it is) or `lockkeeper restart "
            + walk.service()
            + "` (try again)",
        now);
    walk.write(Intent.HOLD_OUT, false, now);
    walk.remember(Outcome.HELD_OUT, now);
  }

  /// A former process had left it so.
  static void resume(Remediation walk, Moment now) {
    walk.enter(RemediationState.HELD_OUT, now);
    walk.incident().outcome(Outcome.HELD_OUT);
    walk.balancer.inspect(now);
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    if (walk.balancer.lastAskedBefore(LOOK_EVERY, now)) {
      OutOfTraffic.tick(walk, now);
    }
  }

  static void ready(Remediation walk, Event.ReadyOrdered ordered, Moment now) {
    Readying.enter(walk, ordered.who() + " said `ready`", now);
  }
}
