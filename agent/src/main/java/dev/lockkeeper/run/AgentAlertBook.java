package dev.lockkeeper.run;

import dev.lockkeeper.act.Standing;
import dev.lockkeeper.alert.AgentAlerts;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which alerts the agent raises itself: somebody must approve, or put a server back by hand.
final class AgentAlertBook {
  private final Map<String, Moment> heldOutSince = new HashMap<>();

  /// @param questions what operators are asked
  /// @param incidents open and latest incidents, to say why a service is held out
  List<Alert> of(
      List<Standing> standings,
      List<Decider.Question> questions,
      List<Incident> incidents,
      Moment now) {
    var alerts = new ArrayList<Alert>();
    for (Standing standing : standings) {
      String service = standing.service();
      if (standing.state() == RemediationState.HELD_OUT) {
        String incident = standing.incident() == null ? "" : standing.incident();
        alerts.add(
            AgentAlerts.heldOut(
                service,
                incident,
                why(incident, incidents),
                "lockkeeper ready " + service,
                heldOutSince.computeIfAbsent(service, _ -> now)));
      } else {
        heldOutSince.remove(service);
      }
    }
    for (Decider.Question question : questions) {
      var request = question.request();
      alerts.add(
          AgentAlerts.awaitingApproval(
              request.service(),
              question.incident(),
              "to " + request.remedy().text() + " it because of " + request.cause(),
              "lockkeeper approve " + question.incident(),
              question.expires(),
              question.askedAt()));
    }
    return alerts;
  }

  /// The last thing that was written before it was held out.
  private static String why(String id, List<Incident> incidents) {
    for (Incident incident : incidents) {
      if (!incident.id().equals(id)) {
        continue;
      }
      for (Incident.Step step : incident.steps().reversed()) {
        if (step.state() != RemediationState.HELD_OUT) {
          return step.text();
        }
      }
    }
    return "see lockkeeper incidents " + id;
  }
}
