package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.time.Duration;

/// Being started. A start that fails at once is tried once more, a second later: a port may still
/// have been in use. One that takes too long is not: it may still be under way.
final class Starting {
  private static final int MOST_STARTS = 2;
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private Starting() {}

  static void enter(Remediation walk, String stopped, Moment now) {
    walk.say(stopped, now);
    walk.enter(RemediationState.STARTING, now);
    walk.write(Intent.START, false, now);
    start(walk);
  }

  private static void start(Remediation walk) {
    walk.restart.starts++;
    walk.restart.startFailedAt = null;
    walk.restart.controlAskedAt = null;
    walk.start();
  }

  /// A former process was here: first see what became of the start.
  static void resume(Remediation walk, Moment now) {
    walk.enter(RemediationState.STARTING, now);
    walk.restart.controlAskedAt = now;
    walk.readControl();
    walk.balancer.inspect(now);
  }

  static void control(Remediation walk, Event.ControlSeen seen, Moment now) {
    if (seen.status() == null) {
      return; // asked again with a tick
    }
    if (seen.status().running()) {
      Verifying.enter(walk, "found running (" + seen.status().detail() + ")", now);
    } else {
      walk.say("found stopped: started", now);
      start(walk);
    }
  }

  static void started(Remediation walk, Event.Started started, Moment now) {
    if (started.failure().isEmpty()) {
      Verifying.enter(walk, "started after " + Words.duration(now.since(walk.enteredAt())), now);
    } else if (walk.restart.starts >= MOST_STARTS) {
      HeldOut.enter(walk, "the start failed twice: " + started.failure(), now);
    } else {
      walk.restart.startFailedAt = now;
      walk.say(
          "the start failed ("
              + started.failure()
              + "): once more in "
              + Words.duration(TRY_AGAIN_AFTER),
          now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    Restart restart = walk.restart;
    Duration within = walk.spec().startWithin();
    if (walk.inStateFor(within, now)) {
      HeldOut.enter(walk, "not started within " + Words.duration(within), now);
      return;
    }
    if (restart.startFailedAt != null && now.reached(restart.startFailedAt, TRY_AGAIN_AFTER)) {
      start(walk);
    } else if (restart.controlAskedAt != null && now.reached(restart.controlAskedAt, ASK_AGAIN)) {
      restart.controlAskedAt = now;
      walk.readControl();
    }
    OutOfTraffic.tick(walk, now);
  }
}
