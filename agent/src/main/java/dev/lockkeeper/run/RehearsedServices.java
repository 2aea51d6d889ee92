package dev.lockkeeper.run;

import dev.lockkeeper.decide.ServiceView;
import dev.lockkeeper.decide.Wanted;
import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.Staleness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The services that a [Rehearsal] plays with: the configured ones, or those that alerts name.
final class RehearsedServices {
  /// When a service's main process started, seconds since the Unix epoch.
  static final String START_TIME = "service_start_time_seconds";

  private final Map<String, ServiceSpec> specs = new TreeMap<>();
  private final Map<String, ServiceSpec> assumed = new TreeMap<>();
  private final Map<String, Moment> restarted = new TreeMap<>();
  private final boolean anyName;
  private final Mode mode;

  RehearsedServices(RehearsalSettings settings) {
    anyName = settings.services().isEmpty();
    var assumedMode = settings.assumedMode();
    mode = settings.mode();
    settings
        .services()
        .forEach(spec ->
            specs.put(spec.name(), assumedMode == null ? spec : spec.withMode(assumedMode)));
  }

  /// One that only an alert names.
  private static ServiceSpec standard(String name, Mode mode) {
    return Discovered.observed(name, null).withMode(mode);
  }

  /// Without configured services, every one that an alert names is there.
  void meet(List<Wanted> wanted) {
    if (anyName) {
      for (var one : wanted) {
        String name = one.request().service();
        if (!name.isEmpty()) {
          assumed.computeIfAbsent(name, _ -> standard(name, mode));
        }
      }
    }
  }

  Collection<String> assumed() {
    return assumed.keySet();
  }

  ServiceSpec spec(String service) {
    var spec = specs.get(service);
    return spec != null ? spec : java.util.Objects.requireNonNull(assumed.get(service));
  }

  /// How long a remedy's success is watched.
  Duration watch(String service) {
    return specs.containsKey(service) || assumed.containsKey(service)
        ? spec(service).watch()
        : Duration.ZERO;
  }

  /// What guards look at and the recording does not tell.
  List<String> unknown(RemedyRequest request, Map<String, ServiceView> views) {
    var unknown = new ArrayList<String>();
    var view = views.get(request.service());
    if (view != null && view.upFor() == null) {
      unknown.add("when " + request.service() + " was started (start grace)");
    }
    boolean leaves = request.remedy() == Remedy.RESTART || request.remedy() == Remedy.DRAIN;
    if (view != null && leaves && !spec(request.service()).traffic().isEmpty()) {
      unknown.add("whether its balancers could do without it (minimum healthy)");
    }
    return unknown;
  }

  /// Its main process is a new one.
  void finished(RehearsedRemedy remedy) {
    if (remedy.request().remedy() == Remedy.RESTART) {
      restarted.put(remedy.service(), remedy.over());
    }
  }

  Map<String, ServiceView> views(
      SeriesView series,
      @Nullable RehearsedRemedy running,
      List<RehearsedRemedy> watched,
      Moment now) {
    var views = new TreeMap<String, ServiceView>();
    specs
        .values()
        .forEach(spec -> views.put(spec.name(), view(spec, series, running, watched, now)));
    assumed
        .values()
        .forEach(spec -> views.put(spec.name(), view(spec, series, running, watched, now)));
    return views;
  }

  private ServiceView view(
      ServiceSpec spec,
      SeriesView series,
      @Nullable RehearsedRemedy running,
      List<RehearsedRemedy> watched,
      Moment now) {
    var state = RemediationState.SERVING;
    if (running != null && running.service().equals(spec.name())) {
      state = RemediationState.STARTING;
    } else if (watched.stream().anyMatch(one -> one.service().equals(spec.name()))) {
      state = RemediationState.WATCHING;
    }
    // what balancers said is not recorded: the guard that asks them is told of none
    return new ServiceView(
        spec.withTraffic(List.of()), state, upFor(spec.name(), series, now), List.of(), "", null);
  }

  private @Nullable Duration upFor(String service, SeriesView series, Moment now) {
    Duration up = null;
    for (var one : series.named(START_TIME)) {
      if (one.id().labels().value("service").equals(service)) {
        double started = one.valueAt(now.epochMillis());
        if (!Staleness.isMarker(started)) {
          up = Duration.ofMillis(Math.max(0, now.epochMillis() - (long) (started * 1000)));
        }
      }
    }
    var again = restarted.get(service);
    if (again != null && (up == null || now.since(again).compareTo(up) < 0)) {
      up = now.since(again);
    }
    return up;
  }

  /// What the remediation itself would have refused as soon as it had begun.
  Decision checked(Decision decision) {
    if (!(decision instanceof Decision.Act act)) {
      return decision;
    }
    var request = act.request();
    String why =
        switch (request.remedy()) {
          case CAPTURE -> "evidence can't be captured by this version";
          case RESTART, RELOAD ->
              specs.containsKey(request.service()) && spec(request.service()).control() == null
                  ? request.service()
                      + " has no `control` in the configuration: it can only be observed"
                  : "";
          case DRAIN -> "";
        };
    return why.isEmpty()
        ? decision
        : new Decision.Hold(request, List.of(new HoldReason(Kind.NOT_SUPPORTED, why)));
  }
}
