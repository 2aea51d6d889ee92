package dev.lockkeeper.act;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.TrafficStatus;

/// Keeps a server out while it must not have traffic. The balancer is asked with every tick; one
/// that was reloaded has forgotten the drain, and is told again. What an administrator has put into
/// maintenance meanwhile is not touched any more.
final class OutOfTraffic {
  private OutOfTraffic() {}

  /// Looks, with every tick.
  static void tick(Remediation walk, Moment now) {
    if (walk.balancer.free(now)) {
      walk.balancer.inspect(now);
    }
  }

  /// Sees to it that it is out, and says what it met.
  static void answered(Remediation walk, Event.TrafficAnswered answer, Moment now) {
    Balancer balancer = walk.balancer;
    for (TrafficStatus status : balancer.giveUpForeign()) {
      walk.say(
          "somebody else has put "
              + status.way()
              + " into maintenance: it stays as it is, also afterwards",
          now);
    }
    tellReachability(walk, "the drain can't be checked", now);
    var forgotten = balancer.forgotten();
    if (!forgotten.isEmpty()) {
      walk.say(
          String.join(", ", forgotten)
              + (balancer.reloaded()
                  ? " was reloaded and has forgotten the drain: drained again"
                  : " sends requests again: drained again"),
          now);
      balancer.drain(forgotten, now);
    }
  }

  /// Says once that a balancer does not answer, and once that it does again.
  static void tellReachability(Remediation walk, String consequence, Moment now) {
    Balancer balancer = walk.balancer;
    boolean had = !balancer.problem().isEmpty();
    if (!balancer.reachable()) {
      String problem = balancer.unreachable();
      if (balancer.problem(problem)) {
        walk.say("the balancer does not answer (" + problem + "): " + consequence, now);
      }
    } else {
      balancer.problem("");
      if (had) {
        walk.say("the balancer answers again", now);
      }
    }
  }
}
