package dev.lockkeeper.act;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.Verdict;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the rule that asked for a remedy says of its service now.
final class Verdicts {
  private Verdicts() {}

  /// Of several label sets of one rule and service the worst counts: firing, then unknown, then
  /// pending. A rule that was taken out of the files meanwhile says nothing, which is not that its
  /// condition has cleared.
  ///
  /// @param gone names of rules that were taken out since the agent's start
  static Verdict of(@Nullable OpenIncident incident, List<Alert> alerts, Set<String> gone) {
    Verdict worst = Verdict.Clear.INSTANCE;
    if (incident == null) {
      return worst;
    }
    RemedyRequest request = incident.request();
    if (gone.contains(request.cause())) {
      return new Verdict.Unknown("the rule " + request.cause() + " is gone", worst);
    }
    for (Alert alert : alerts) {
      if (alert.rule().equals(request.cause())
          && alert.service().equals(request.service())
          && weight(alert.verdict()) > weight(worst)) {
        worst = alert.verdict();
      }
    }
    return worst;
  }

  private static int weight(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Clear clear -> 0;
      case Verdict.Pending pending -> 1;
      case Verdict.Unknown unknown -> 2;
      case Verdict.Firing firing -> firing.kept() ? 3 : 4;
    };
  }
}
