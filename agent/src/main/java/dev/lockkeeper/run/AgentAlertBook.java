package dev.lockkeeper.run;

import dev.lockkeeper.act.Standing;
import dev.lockkeeper.alert.AgentAlerts;
import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which alerts the agent raises itself: somebody must approve, or put a server back by hand.
final class AgentAlertBook {
  private final Map<String, Moment> since = new HashMap<>();

  List<Alert> of(List<Standing> standings, Moment now) {
    var alerts = new ArrayList<Alert>();
    for (Standing standing : standings) {
      String service = standing.service();
      String incident = standing.incident() == null ? "" : standing.incident();
      if (standing.state() == RemediationState.HELD_OUT) {
        alerts.add(
            AgentAlerts.heldOut(
                service,
                incident,
                "see lockkeeper incidents " + incident,
                "lockkeeper ready " + service,
                began("held " + service, now)));
      } else {
        since.remove("held " + service);
      }
      var asked =
          standing.holds().stream()
              .filter(hold -> hold.kind() == HoldReason.Kind.AWAITING_APPROVAL)
              .findFirst();
      if (asked.isPresent()) {
        alerts.add(
            AgentAlerts.awaitingApproval(
                service,
                incident,
                asked.get().detail(),
                "lockkeeper approve " + incident,
                standing.since(),
                began("asked " + incident, now)));
      } else {
        since.remove("asked " + incident);
      }
    }
    return alerts;
  }

  private Moment began(String what, Moment now) {
    return since.computeIfAbsent(what, w -> now);
  }
}
