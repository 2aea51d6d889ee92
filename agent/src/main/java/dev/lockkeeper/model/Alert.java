package dev.lockkeeper.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One alerting rule and one label set, after an evaluation.
///
/// @param rule the alerting rule's name (label `alertname`)
/// @param labels the result's labels, the rule's own and `alertname`; no `instance`: that is added
///   on the way out
/// @param annotations templates already filled in
/// @param verdict never [Verdict.Clear], but in the one report in which the alert ends
/// @param value the expression's latest value
/// @param activeAt wall time since when the expression has held
/// @param remedy what it asks for; null: alert only
/// @param mode the rule's own mode; [Mode#ACT] where the rule has none, since the most cautious
///   wins
public record Alert(
    String rule,
    Labels labels,
    Map<String, String> annotations,
    Verdict verdict,
    double value,
    Instant activeAt,
    @Nullable Remedy remedy,
    Mode mode) {
  public Alert {
    annotations = Map.copyOf(annotations);
  }

  /// The service it speaks of; empty when it is not about one.
  public String service() {
    return labels.value("service");
  }
}
