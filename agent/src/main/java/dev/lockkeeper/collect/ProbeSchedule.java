package dev.lockkeeper.collect;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which probes are due, and which have been silent for too long. Never two at once for one target.
///
/// The loop starts what is [#due], each on a thread of its own, hands every result back
/// ([#answered]), and asks [#overdue] before it evaluates rules. Not for several threads.
public final class ProbeSchedule {
  /// The pace at which a service is probed while it is verified.
  public static final Duration FAST = Duration.ofMillis(100);

  /// A probe ends at its timeout by itself. One that has not come back so long after it hangs.
  static final Duration STUCK_AFTER = Duration.ofSeconds(1);

  private static final Set<String> METRICS =
      Set.of("probe_success", "probe_duration_seconds", "probe_http_status_code");

  /// Something that is probed.
  ///
  /// @param labels `{service="…"}` or `{dependency="…"}`
  public record Target(Labels labels, ProbeSpec spec) {
    public static Target service(String name, ProbeSpec spec) {
      return new Target(Labels.of("service", name), spec);
    }

    public static Target dependency(String name, ProbeSpec spec) {
      return new Target(Labels.of("dependency", name), spec);
    }

    /// In words, for people.
    public String name() {
      return labels.name(0) + " " + labels.value(0);
    }

    /// The service's name; empty for a dependency.
    public String service() {
      return labels.value("service");
    }
  }

  /// All targets of these services, each dependency once.
  public static List<Target> targets(List<ServiceSpec> services) {
    var targets = new LinkedHashMap<Labels, Target>();
    for (var service : services) {
      if (service.probe() != null) {
        var target = Target.service(service.name(), service.probe());
        targets.putIfAbsent(target.labels(), target);
      }
      for (var dependency : service.dependencies()) {
        var target = Target.dependency(dependency.name(), dependency.probe());
        targets.putIfAbsent(target.labels(), target);
      }
    }
    return List.copyOf(targets.values());
  }

  private final Map<Target, State> states = new LinkedHashMap<>();

  /// @param start from when silence is counted; every target is due at once
  public ProbeSchedule(List<Target> targets, Moment start) {
    for (var target : targets) {
      states.putIfAbsent(target, new State(target, start));
    }
  }

  /// Probes these services at once and then every 100 ms, and all others at their own pace. At
  /// once, since a service that is being verified is out of traffic meanwhile.
  public void fast(Set<String> services, Moment now) {
    for (var state : states.values()) {
      boolean fast = services.contains(state.target.service());
      if (fast && !state.fast && state.dueAt.nanos() - now.nanos() > 0) {
        state.dueAt = now;
      }
      state.fast = fast;
    }
  }

  /// What is to be started now; it counts as started with this call.
  public List<Target> due(Moment now) {
    List<Target> due = List.of();
    for (var state : states.values()) {
      if (state.underWay || now.nanos() - state.dueAt.nanos() < 0) {
        continue;
      }
      state.start(now);
      if (due.isEmpty()) {
        due = new ArrayList<>();
      }
      due.add(state.target);
    }
    return due;
  }

  /// In how many nanoseconds [#due] should be asked again, if no probe answers before: 0 when now;
  /// [Long#MAX_VALUE] when every target is under way.
  public long nanosUntilDue(Moment now) {
    long least = Long.MAX_VALUE;
    for (var state : states.values()) {
      if (!state.underWay) {
        least = Math.min(least, Math.max(0, state.dueAt.nanos() - now.nanos()));
      }
    }
    return least;
  }

  /// A probe has answered, well or badly.
  public void answered(Target target, Moment now) {
    var state = states.get(target);
    if (state != null) {
      state.underWay = false;
      state.heardAt = now;
    }
  }

  /// The targets of which nothing has been heard for too long: what reads them is unknown.
  public List<Overdue> overdue(Moment now) {
    List<Overdue> overdue = List.of();
    for (var state : states.values()) {
      var reason = state.silence(now);
      if (reason != null) {
        if (overdue.isEmpty()) {
          overdue = new ArrayList<>();
        }
        overdue.add(
            new Overdue("probe of " + state.target.name(), METRICS, state.target.labels(), reason));
      }
    }
    return overdue;
  }

  /// Where one target stands.
  private static final class State {
    final Target target;

    /// silence for this long means that nothing is known
    final Duration patience;

    Moment dueAt;
    Moment startedAt;
    Moment heardAt;
    boolean underWay;
    boolean fast;

    State(Target target, Moment start) {
      this.target = target;
      this.patience = target.spec().every().multipliedBy(3).plus(target.spec().timeout());
      dueAt = start;
      startedAt = start;
      heardAt = start;
    }

    void start(Moment now) {
      underWay = true;
      startedAt = now;
      var every = target.spec().every();
      if (fast && FAST.compareTo(every) < 0) {
        every = FAST;
      }
      // keeps its rhythm when it is late by less than a turn, else begins a new one
      var next = dueAt.plus(every);
      dueAt = next.nanos() - now.nanos() > 0 ? next : now.plus(every);
    }

    @Nullable String silence(Moment now) {
      if (underWay && now.reached(startedAt, target.spec().timeout().plus(STUCK_AFTER))) {
        return "the probe has not come back for " + seconds(now.since(startedAt));
      }
      return now.reached(heardAt, patience) ? "no result for " + seconds(now.since(heardAt)) : null;
    }

    private static String seconds(Duration duration) {
      return duration.toSeconds() + " s";
    }
  }
}
