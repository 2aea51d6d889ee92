package dev.lockkeeper.decide;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.RemedyRequest.Trigger;
import dev.lockkeeper.model.Verdict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A remedy that a rule asks for.
///
/// @param unknown why it is not known whether it still asks; empty when it is
public record Wanted(RemedyRequest request, String unknown) {
  private record Key(String service, String rule) {}

  /// What firing alerts ask for, longest first; those that were firing and are unknown now as well.
  /// An alert that only `keep_firing_for` keeps asks for nothing: its expression is clear. Several
  /// label sets of one rule and service ask once.
  public static List<Wanted> of(List<Alert> alerts) {
    var wanted = new LinkedHashMap<Key, Wanted>();
    alerts.stream()
        .sorted(Comparator.comparing(Alert::activeAt))
        .forEach(alert -> {
          Wanted one = of(alert);
          if (one != null) {
            wanted.merge(
                new Key(alert.service(), alert.rule()),
                one,
                (first, second) -> first.unknown.isEmpty() ? first : second);
          }
        });
    return List.copyOf(wanted.values());
  }

  private static @Nullable Wanted of(Alert alert) {
    if (alert.remedy() == null) {
      return null;
    }
    String unknown;
    switch (alert.verdict()) {
      case Verdict.Firing firing when !firing.kept() -> unknown = "";
      case Verdict.Unknown(String reason, Verdict.Firing(_, boolean kept)) when !kept ->
          unknown = reason;
      case Verdict.Clear _, Verdict.Pending _, Verdict.Firing _, Verdict.Unknown _ -> {
        return null;
      }
    }
    return new Wanted(
        new RemedyRequest(
            alert.service(),
            alert.remedy(),
            Trigger.RULE,
            alert.rule(),
            alert.mode(),
            alert.activeAt()),
        unknown);
  }
}
