package dev.lockkeeper.act;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.TrafficStatus.Admin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All ways into one service's traffic: what this agent owns of them, what they last said, and the
/// one question that is under way.
final class Balancer {
  /// A port blocks for two seconds at the most; after this the answer is lost.
  private static final Duration ANSWER_LOST = Duration.ofSeconds(10);

  private final Remediation remediation;
  private final Set<String> owned = new LinkedHashSet<>();
  private final Set<String> foreign = new LinkedHashSet<>();
  private final Map<String, Long> pids = new HashMap<>();
  private List<WayAnswer> ways = List.of();
  private long askedId;
  private @Nullable Moment askedAt;
  private boolean askedHere;
  private boolean answeredHere;
  private boolean reloaded;
  private String problem = "";

  Balancer(Remediation remediation) {
    this.remediation = remediation;
  }

  // --- asking

  /// Whether a new question may be asked: one at a time.
  boolean free(Moment now) {
    return askedId == 0 || askedAt == null || now.reached(askedAt, ANSWER_LOST);
  }

  void inspect(Moment now) {
    remediation.emit(new Effect.InspectTraffic(remediation.service(), ask(now)));
  }

  void drain(List<String> which, Moment now) {
    remediation.emit(new Effect.DrainTraffic(remediation.service(), ask(now), which));
  }

  void ready(List<String> which, Moment now) {
    remediation.emit(new Effect.ReadyTraffic(remediation.service(), ask(now), which));
  }

  private long ask(Moment now) {
    askedId = remediation.nextId();
    askedAt = now;
    askedHere = true;
    return askedId;
  }

  /// Whether this answer was awaited; keeps what it says.
  boolean take(Event.TrafficAnswered answer) {
    if (answer.id() != askedId) {
      return false;
    }
    askedId = 0;
    ways = answer.ways();
    answeredHere = askedHere;
    noticeReload();
    return true;
  }

  void stateEntered() {
    askedHere = false;
    answeredHere = false;
  }

  /// Whether the latest answer was to a question of this state: only such a one is fresh.
  boolean fresh() {
    return answeredHere;
  }

  private void noticeReload() {
    for (TrafficStatus status : seen()) {
      if (status.balancerPid() == 0) {
        continue;
      }
      Long before = pids.put(status.way(), status.balancerPid());
      if (before != null && before != status.balancerPid() && !owned.isEmpty()) {
        reloaded = true;
      }
    }
  }

  /// What was asked was not carried out.
  void forgetQuestion() {
    askedId = 0;
  }

  boolean lastAskedBefore(Duration age, Moment now) {
    return askedAt == null || now.reached(askedAt, age);
  }

  // --- owning

  /// Everything that the last answer named is ours from now on.
  void own() {
    ways.forEach(way -> owned.add(way.way()));
  }

  void own(List<String> names) {
    owned.addAll(names);
  }

  List<String> owned() {
    return List.copyOf(owned);
  }

  /// Nothing is ours any more. Whatever is still being asked was only a look.
  void release() {
    askedId = 0;
    owned.clear();
    foreign.clear();
    pids.clear();
    reloaded = false;
    problem = "";
  }

  /// A way in maintenance: we only ever drain, so that was somebody else, and it is theirs now.
  ///
  /// @return those that were noticed just now
  List<TrafficStatus> giveUpForeign() {
    var noticed = new ArrayList<TrafficStatus>();
    for (TrafficStatus status : seen()) {
      if (status.admin() == Admin.MAINT && foreign.add(status.way())) {
        noticed.add(status);
      }
    }
    return noticed;
  }

  // --- what they said

  List<TrafficStatus> seen() {
    var statuses = new ArrayList<TrafficStatus>(ways.size());
    for (WayAnswer way : ways) {
      if (way instanceof WayAnswer.Seen seen) {
        statuses.add(seen.status());
      }
    }
    return statuses;
  }

  /// Whether every way answered.
  boolean reachable() {
    return ways.size() >= remediation.spec().traffic().size()
        && ways.stream().allMatch(WayAnswer.Seen.class::isInstance);
  }

  /// Which did not answer, and why; for a person.
  String unreachable() {
    var text = new StringBuilder();
    for (WayAnswer way : ways) {
      if (way instanceof WayAnswer.Unreachable(String name, String reason)) {
        text.append(text.isEmpty() ? "" : "; ").append(name).append(": ").append(reason);
      }
    }
    return text.isEmpty() ? "no answer" : text.toString();
  }

  /// Owned ways that send requests again although this agent has drained them.
  List<String> forgotten() {
    return ownedWith(Admin.READY);
  }

  /// Owned ways that are still out.
  List<String> stillOut() {
    return ownedWith(Admin.DRAIN);
  }

  private List<String> ownedWith(Admin admin) {
    var names = new ArrayList<String>();
    for (TrafficStatus status : seen()) {
      if (status.admin() == admin
          && owned.contains(status.way())
          && !foreign.contains(status.way())) {
        names.add(status.way());
      }
    }
    return names;
  }

  /// Every way answered and none sends requests.
  boolean out() {
    return reachable() && seen().stream().allMatch(status -> status.admin() != Admin.READY);
  }

  /// Every way answered, and none of ours is out any more.
  boolean back() {
    return reachable() && stillOut().isEmpty();
  }

  /// … and it sends requests, but where somebody else has taken it out.
  boolean up() {
    return back()
        && seen().stream().allMatch(status -> status.up() || foreign.contains(status.way()));
  }

  /// The first that is not up, in the balancer's own words.
  String notUp() {
    for (TrafficStatus status : seen()) {
      if (!status.up() && !foreign.contains(status.way())) {
        return status.way() + " says " + status.detail();
      }
    }
    return "";
  }

  /// The way with too few others that are healthy; null when all have enough.
  @Nullable TrafficStatus shortOfOthers() {
    for (TrafficStatus status : seen()) {
      if (!status.enoughOthers()) {
        return status;
      }
    }
    return null;
  }

  /// Requests in flight that the balancers know of; -1 when one of them can't tell.
  int sessions() {
    if (ways.isEmpty() || !reachable()) {
      return -1;
    }
    int sum = 0;
    for (TrafficStatus status : seen()) {
      if (status.sessions() < 0) {
        return -1;
      }
      sum += status.sessions();
    }
    return sum;
  }

  /// Whether a balancer has changed its process since the drain began.
  boolean reloaded() {
    return reloaded;
  }

  /// Keeps the latest problem, for status and so that it is told once.
  ///
  /// @return whether it is new
  boolean problem(String now) {
    boolean fresh = !now.isEmpty() && problem.isEmpty();
    problem = now;
    return fresh;
  }

  String problem() {
    return problem;
  }
}
