package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.time.Duration;

/// Being stopped: politely, and killed at the deadline. From here on a remediation is finished,
/// whatever happens: neither the kill switch nor the end of the agent leaves a server down.
final class Stopping {
  private static final Duration KILL_WITHIN = Duration.ofSeconds(10);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private Stopping() {}

  static void enter(Remediation walk, Moment now) {
    walk.enter(RemediationState.STOPPING, now);
    walk.say("asked to stop, within " + Words.duration(walk.spec().stopWithin()), now);
    walk.write(Intent.STOP, true, now);
    walk.stop();
  }

  /// A former process was here: first see what became of the stop.
  static void resume(Remediation walk, Moment now) {
    walk.enter(RemediationState.STOPPING, now);
    walk.restart.controlAskedAt = now;
    walk.readControl();
    walk.balancer.inspect(now);
  }

  static void control(Remediation walk, Event.ControlSeen seen, Moment now) {
    ControlStatus status = seen.status();
    if (status == null) {
      return; // asked again with a tick
    }
    if (!status.running()) {
      Starting.enter(walk, "found stopped", now);
    } else if (walk.restart.mainPid != 0 && status.mainPid() != walk.restart.mainPid) {
      Verifying.enter(
          walk,
          "it runs with a new main process ("
              + status.mainPid()
              + "): it was restarted already, and is not restarted twice",
          now);
    } else {
      walk.say("still runs: asked to stop again", now);
      walk.restart.controlAskedAt = null;
      walk.stop();
    }
  }

  static void stopped(Remediation walk, Event.Stopped stopped, Moment now) {
    if (stopped.failure().isEmpty()) {
      Starting.enter(walk, "stopped after " + Words.duration(now.since(walk.enteredAt())), now);
    } else {
      kill(walk, "the stop failed (" + stopped.failure() + ")", now);
    }
  }

  private static void kill(Remediation walk, String why, Moment now) {
    walk.say(why + ": killed", now);
    walk.restart.killedAt = now;
    walk.write(Intent.KILL, false, now);
    walk.kill();
  }

  static void killed(Remediation walk, Event.Killed killed, Moment now) {
    if (killed.failure().isEmpty()) {
      Starting.enter(
          walk, "gone after " + Words.duration(now.since(walk.enteredAt())) + ", killed", now);
    } else {
      HeldOut.enter(walk, "it could not be killed: " + killed.failure(), now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    Restart restart = walk.restart;
    Duration within = walk.spec().stopWithin();
    if (restart.killedAt != null) {
      if (now.reached(restart.killedAt, KILL_WITHIN)) {
        HeldOut.enter(
            walk,
            "it is not gone "
                + Words.duration(KILL_WITHIN)
                + " after it was killed: a process that waits for a disk or a dead mount can't end",
            now);
        return;
      }
    } else if (walk.inStateFor(within, now)) {
      kill(walk, "not stopped within " + Words.duration(within), now);
    } else if (restart.controlAskedAt != null && now.reached(restart.controlAskedAt, ASK_AGAIN)) {
      restart.controlAskedAt = now;
      walk.readControl();
    }
    OutOfTraffic.tick(walk, now);
  }
}
