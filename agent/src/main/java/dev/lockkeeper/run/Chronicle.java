package dev.lockkeeper.run;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.report.IncidentLog;
import dev.lockkeeper.report.IncidentStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
