package dev.lockkeeper.run;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.report.IncidentLog;
import dev.lockkeeper.report.IncidentStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is told of incidents: to the log, line by line as they grow, to readers, and to the file
/// that outlives the process.
final class Chronicle {
  private static final Logger LOG = LoggerFactory.getLogger("dev.lockkeeper.incident");

  private final IncidentLog incidents;
  private final IncidentStore store;

  /// how many steps of each open incident are in the log already
  private final Map<String, Integer> told = new HashMap<>();

  private final Map<String, String> said = new HashMap<>();

  Chronicle(IncidentLog incidents, IncidentStore store) {
    this.incidents = incidents;
    this.store = store;
  }

  void publish(Incident incident) {
    incidents.put(incident);
    store.keep(incident);
    List<Incident.Step> steps = incident.steps();
    int from = Math.min(told.getOrDefault(incident.id(), 0), steps.size());
    for (Incident.Step step : steps.subList(from, steps.size())) {
      LOG.info(
          "{} {} {}: {}",
          incident.request().service(),
          incident.id(),
          step.state().text(),
          step.text());
    }
    if (incident.endedAt() == null) {
      told.put(incident.id(), steps.size());
    } else {
      told.remove(incident.id());
      LOG.info(
          "{} {} ended: {}",
          incident.request().service(),
          incident.id(),
          incident.outcome().text());
    }
  }

  /// Ends what a former process left open and nobody goes on with: what was only held, and what had
  /// begun nothing that its journal would know.
  ///
  /// @param claimed ids of the incidents that are gone on with
  void endAllBut(Set<String> claimed, Moment now) {
    for (Incident incident : incidents.newestFirst()) {
      if (incident.endedAt() == null && !claimed.contains(incident.id())) {
        var steps = new ArrayList<>(incident.steps());
        steps.add(
            new Incident.Step(
                now.instant(),
                RemediationState.SERVING,
                "an earlier agent process ended here; its journal left nothing to finish or undo"));
        var ended =
            new Incident(
                incident.id(),
                incident.request(),
                incident.startedAt(),
                incident.holds(),
                steps,
                outcome(incident),
                now.instant());
        incidents.put(ended);
        store.keep(ended);
      }
    }
  }

  /// As far as its steps tell: the last form may not have reached the disk.
  private static Incident.Outcome outcome(Incident incident) {
    boolean drained = false;
    for (Incident.Step step : incident.steps()) {
      switch (step.state()) {
        case SERVING, GUARDING, CAPTURING -> {}
        case DRAINING, DRAINED, UNDRAINING -> drained = true;
        case STOPPING, STARTING, VERIFYING, READYING, WATCHING, RELOADING, HELD_OUT -> {
          return Incident.Outcome.DONE;
        }
      }
    }
    return drained ? Incident.Outcome.GAVE_UP : Incident.Outcome.HELD;
  }

  /// Says something about a service, but not the same twice in a row.
  void once(String service, String sentence) {
    if (!sentence.equals(said.put(service, sentence))) {
      LOG.warn("{}: {}", service, sentence);
    }
  }

  /// Newest first.
  List<Incident> newestFirst() {
    return incidents.newestFirst();
  }

  String problem() {
    return store.problem();
  }
}
