package dev.lockkeeper.run;

import dev.lockkeeper.act.Remediations;
import dev.lockkeeper.act.Standing;
import dev.lockkeeper.decide.GuardInput;
import dev.lockkeeper.decide.History;
import dev.lockkeeper.decide.ServiceView;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts together what the guards look at.
final class GuardFacts {
  private GuardFacts() {}

  /// @param paused why the kill switch is on; null when it is off
  static GuardInput of(
      Mode mode,
      @Nullable String paused,
      ServiceBook book,
      Remediations remediations,
      History history,
      Moment now) {
    var states = new TreeMap<String, RemediationState>();
    for (Standing standing : remediations.standings()) {
      states.put(standing.service(), standing.state());
    }
    var views = new TreeMap<String, ServiceView>();
    for (ServiceBook.Page page : book.pages()) {
      var name = page.spec.name();
      views.put(
          name,
          new ServiceView(
              page.spec,
              states.getOrDefault(name, RemediationState.SERVING),
              page.startedAt == null ? null : Duration.between(page.startedAt, now.instant()),
              page.traffic,
              page.trafficProblem,
              page.trafficAt == null ? null : now.since(page.trafficAt)));
    }
    return new GuardInput(
        mode,
        paused,
        views,
        remediations.running().orElse(null),
        history,
        remediations::incidentId);
  }
}
