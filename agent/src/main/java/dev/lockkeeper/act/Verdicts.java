package dev.lockkeeper.act;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the rule that asked for a remedy says of its service now.
final class Verdicts {
  private Verdicts() {}

  /// Of several label sets of one rule and service the worst counts: firing, then unknown, then
  /// pending.
  static Verdict of(@Nullable OpenIncident incident, List<Alert> alerts) {
    Verdict worst = Verdict.Clear.INSTANCE;
    if (incident == null) {
      return worst;
    }
    RemedyRequest request = incident.request();
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
