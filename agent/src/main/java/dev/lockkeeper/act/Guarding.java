package dev.lockkeeper.act;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.TrafficStatus.Admin;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.util.List;

/// A remedy was decided. The balancer is asked afresh whether it can do without this server, since
/// what the guards looked at may be a second old. Nothing has been touched yet.
final class Guarding {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private Guarding() {}

  static void begun(Remediation walk, Event.Begun begun, Moment now) {
    walk.takeNext();
    walk.enter(RemediationState.GUARDING, now);
    walk.restart = new Restart(now);
    walk.drain = Drain.none();
    boolean needsControl =
        begun.request().remedy() == Remedy.RESTART || begun.request().remedy() == Remedy.RELOAD;
    if (needsControl && walk.spec().control() == null) {
      hold(
          walk,
          Kind.NOT_SUPPORTED,
          walk.service() + " has no `control` in the configuration: it can only be observed",
          now);
      return;
    }
    switch (begun.request().remedy()) {
      case RESTART, DRAIN -> walk.balancer.inspect(now);
      case RELOAD -> walk.readControl();
      case CAPTURE ->
          hold(walk, Kind.NOT_SUPPORTED, "evidence can't be captured by this version", now);
    }
  }

  static void traffic(Remediation walk, Event.TrafficAnswered answer, Moment now) {
    Balancer balancer = walk.balancer;
    if (!balancer.fresh()) {
      balancer.inspect(now);
      return;
    }
    if (!balancer.reachable()) {
      hold(
          walk,
          Kind.BALANCER_UNREACHABLE,
          "it can't be asked whether it can do without "
              + walk.service()
              + ": "
              + balancer.unreachable(),
          now);
      return;
    }
    for (TrafficStatus status : balancer.seen()) {
      if (status.admin() != Admin.READY) {
        hold(
            walk,
            Kind.ALREADY_OUT_OF_TRAFFIC,
            status.way()
                + " is in "
                + status.admin().name().toLowerCase(java.util.Locale.ROOT)
                + " already, and not by this agent: it is left alone until whoever did that puts"
                + " it back",
            now);
        return;
      }
    }
    TrafficStatus few = balancer.shortOfOthers();
    if (few != null) {
      hold(walk, Kind.MINIMUM_HEALTHY, tooFew(few), now);
      return;
    }
    Draining.enter(walk, now);
  }

  static String tooFew(TrafficStatus few) {
    return few.way()
        + ": "
        + few.healthyOthers()
        + (few.healthyOthers() == 1 ? " other server is" : " other servers are")
        + " up and ready, "
        + few.minHealthy()
        + " must be";
  }

  /// For a reload: what does not run can't be reloaded.
  static void control(Remediation walk, Event.ControlSeen seen, Moment now) {
    if (seen.status() == null) {
      hold(walk, Kind.UNKNOWN_INPUT, "the service manager does not answer: " + seen.failure(), now);
    } else if (!seen.status().running()) {
      hold(
          walk,
          Kind.NOT_SUPPORTED,
          "it does not run (" + seen.status().detail() + "), so there is nothing to reload",
          now);
    } else {
      walk.restart.mainPid = seen.status().mainPid();
      Reloading.enter(walk, now);
    }
  }

  static void tick(Remediation walk, Event.Tick tick, Moment now) {
    if (!walk.byOperator() && tick.verdict() instanceof Verdict.Clear) {
      walk.say("the condition went away before anything was done", now);
      walk.incident().end(Outcome.CLEARED, now);
      walk.leave(now);
    } else if (!walk.byOperator() && tick.verdict() instanceof Verdict.Unknown(String why, _)) {
      hold(walk, Kind.UNKNOWN_INPUT, "it is not known whether it is still needed: " + why, now);
    } else if (walk.inStateFor(ANSWER_WITHIN, now)) {
      boolean reload = walk.is(Remedy.RELOAD);
      hold(
          walk,
          reload ? Kind.UNKNOWN_INPUT : Kind.BALANCER_UNREACHABLE,
          (reload ? "the service manager" : "the balancer")
              + " has not answered for "
              + Words.duration(ANSWER_WITHIN),
          now);
    }
  }

  static void paused(Remediation walk, Event.Paused paused, Moment now) {
    hold(walk, Kind.KILL_SWITCH, paused.why(), now);
  }

  static void shutDown(Remediation walk, Event.ShutDown shutDown, Moment now) {
    hold(walk, Kind.KILL_SWITCH, "the agent was about to end", now);
  }

  /// Back to Serving with the reason. A rule goes on asking, so its incident stays open; an
  /// operator has the answer.
  private static void hold(Remediation walk, Kind kind, String why, Moment now) {
    walk.incident().guarded(now);
    walk.incident().hold(List.of(new HoldReason(kind, why)), now);
    if (walk.byOperator()) {
      walk.incident().end(Outcome.HELD, now);
    }
    walk.leave(now);
  }
}
