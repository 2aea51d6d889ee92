package dev.lockkeeper.act;

import dev.lockkeeper.model.Decision.Hold;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The incidents of requests that are held: one for each, however often the guards say so, until it
/// acts or nobody asks any more.
final class HeldRequests {
  /// What makes two requests the same one.
  record Key(String service, Remedy remedy, String cause) {
    static Key of(RemedyRequest request) {
      return new Key(request.service(), request.remedy(), request.cause());
    }
  }

  private final Map<Key, OpenIncident> open = new LinkedHashMap<>();

  @Nullable OpenIncident find(RemedyRequest request) {
    return open.get(Key.of(request));
  }

  /// The incident goes on: a remediation writes it now.
  @Nullable OpenIncident take(RemedyRequest request) {
    return open.remove(Key.of(request));
  }

  void keep(OpenIncident incident) {
    open.put(Key.of(incident.request()), incident);
  }

  void hold(OpenIncident incident, Hold hold, Moment now) {
    incident.hold(hold.reasons(), now);
    keep(incident);
  }

  /// Ends those that nobody asks for any more.
  List<Effect> endAllBut(Set<Key> asked, String why, Moment now) {
    var effects = new ArrayList<Effect>();
    var all = open.entrySet().iterator();
    while (all.hasNext()) {
      var entry = all.next();
      if (!asked.contains(entry.getKey())) {
        OpenIncident incident = entry.getValue();
        incident.step(RemediationState.SERVING, why + "; nothing was done", now);
        incident.end(Incident.Outcome.HELD, now);
        publish(incident).ifPresent(effects::add);
        all.remove();
      }
    }
    return effects;
  }

  /// Adds a line to a held incident.
  ///
  /// @param id the incident's; nothing happens when it is not held
  List<Effect> note(String id, String text, Moment now) {
    for (OpenIncident incident : open.values()) {
      if (incident.incident().id().equals(id)) {
        incident.step(RemediationState.SERVING, text, now);
        return publish(incident).stream().toList();
      }
    }
    return List.of();
  }

  static Optional<Effect> publish(OpenIncident incident) {
    return incident.takeChanged()
        ? Optional.of(new Effect.Publish(incident.request().service(), incident.incident()))
        : Optional.empty();
  }

  /// Why nothing is begun for this service; each kind of reason once.
  List<HoldReason> reasons(String service) {
    var reasons = new LinkedHashMap<HoldReason.Kind, HoldReason>();
    for (OpenIncident incident : open.values()) {
      if (incident.request().service().equals(service)) {
        incident.holds().forEach(reason -> reasons.putIfAbsent(reason.kind(), reason));
      }
    }
    return List.copyOf(reasons.values());
  }

  /// The oldest one of a service.
  @Nullable OpenIncident first(String service) {
    for (OpenIncident incident : open.values()) {
      if (incident.request().service().equals(service)) {
        return incident;
      }
    }
    return null;
  }

  List<Incident> incidents() {
    return open.values().stream().map(OpenIncident::incident).toList();
  }
}
