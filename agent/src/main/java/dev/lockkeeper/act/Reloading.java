package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.time.Duration;

/// The service's own reload, in traffic: nothing is drained, so nothing has to be put back.
final class Reloading {
  private Reloading() {}

  static void enter(Remediation walk, Moment now) {
    var request = walk.request();
    walk.incident().act();
    walk.say(request.cause() + (walk.byOperator() ? " ordered" : " asks for") + " a reload", now);
    walk.enter(RemediationState.RELOADING, now);
    walk.write(Intent.RELOAD, true, now);
    walk.reload();
  }

  static void reloaded(Remediation walk, Event.Reloaded reloaded, Moment now) {
    if (reloaded.failure().isEmpty()) {
      Verifying.enter(walk, "reloaded after " + Words.duration(now.since(walk.enteredAt())), now);
    } else {
      failed(walk, "the reload failed: " + reloaded.failure(), now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    Duration within = walk.spec().startWithin();
    if (walk.inStateFor(within, now)) {
      failed(walk, "not reloaded within " + Words.duration(within), now);
    }
  }

  static void journalFailed(Remediation walk, Event.JournalFailed failed, Moment now) {
    failed(walk, "not reloaded: the journal can't be written (" + failed.reason() + ")", now);
  }

  private static void failed(Remediation walk, String why, Moment now) {
    walk.say(why, now);
    walk.remember(Outcome.GAVE_UP, now);
    walk.finish(Outcome.GAVE_UP, now);
  }
}
