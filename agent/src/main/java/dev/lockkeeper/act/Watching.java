package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;

/// In traffic again; cured or relapsed is still open. A condition that fires anew since the start,
/// or that has never gone away until the end of the watch time, is a relapse. `keep_firing_for`
/// alone is not: the expression itself is clear. Unknown never counts as cured.
final class Watching {
  private Watching() {}

  /// An operator's order has no condition to be watched.
  static void enterOrFinish(Remediation walk, String text, Moment now) {
    walk.say(text, now);
    if (walk.byOperator()) {
      walk.remember(Outcome.DONE, now);
      walk.finish(Outcome.DONE, now);
      return;
    }
    walk.probeFast(false);
    walk.remember(Outcome.OPEN, now);
    walk.enter(RemediationState.WATCHING, now);
    walk.balancer.release();
    walk.write(Intent.WATCH, false, now);
    walk.say("watched for " + Words.duration(walk.spec().watch()), now);
  }

  /// A former process was here; the watch time begins again, since it is not known what happened
  /// meanwhile.
  static void resume(Remediation walk, Moment now) {
    walk.enter(RemediationState.WATCHING, now);
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    Duration watch = walk.spec().watch();
    boolean over = walk.inStateFor(watch, now);
    switch (tick.verdict()) {
      case Verdict.Firing(Moment since, boolean kept)
          when !kept && since.nanos() - walk.restart.startedAt.nanos() > 0 -> {
        String after = Words.duration(now.since(walk.enteredAt()));
        end(walk, Outcome.RELAPSED, "relapsed: the condition is back after " + after, now);
      }
      case Verdict.Firing(Moment since, boolean kept) when over && !kept ->
          end(
              walk,
              Outcome.RELAPSED,
              "relapsed: the condition has not gone away for " + Words.duration(watch),
              now);
      case Verdict.Unknown(String reason, Verdict frozen)
          when walk.inStateFor(watch.multipliedBy(2), now) ->
          end(walk, Outcome.DONE, "whether it was cured is not known: " + reason, now);
      case Verdict.Clear clear when over ->
          end(
              walk,
              Outcome.CURED,
              "cured: the condition has stayed away for " + Words.duration(watch),
              now);
      case Verdict.Firing firing when walk.inStateFor(watch.multipliedBy(2), now) ->
          end(walk, Outcome.CURED, "cured: only `keep_firing_for` keeps the alert firing", now);
      case Verdict.Clear clear -> {}
      case Verdict.Pending pending -> {} // neither back nor away: its `for` decides
      case Verdict.Firing firing -> {}
      case Verdict.Unknown unknown -> {}
    }
  }

  private static void end(Remediation walk, Outcome outcome, String text, Moment now) {
    walk.say(text, now);
    walk.remember(outcome, now);
    walk.finish(outcome, now);
  }

  /// A new order does not wait for the watch time. Whether the last one was cured stays open.
  static void begun(Remediation walk, Event.Begun begun, Moment now) {
    walk.say("the watch ends here, since " + begun.request().cause() + " begins", now);
    walk.remember(Outcome.DONE, now);
    walk.incident().end(Outcome.DONE, now);
    Guarding.begun(walk, begun, now);
  }
}
