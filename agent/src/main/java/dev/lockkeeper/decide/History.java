package dev.lockkeeper.decide;

import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.RemedyRequest.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Past remediations, oldest first; a value to be kept over restarts of the agent.
public record History(List<PastRemediation> past) {
  public static final History EMPTY = new History(List.of());

  /// The longest budget that makes sense is a month's.
  private static final Duration KEPT = Duration.ofDays(31);

  private static final int MOST = 10_000;

  public History {
    past = List.copyOf(past);
  }

  /// Adds one, or replaces the record of the same incident; forgets what no guard asks for. A
  /// replaced record keeps the time at which it acted: cured or relapsed later is no second
  /// remediation.
  public History with(PastRemediation one, Instant now) {
    var kept = new ArrayList<PastRemediation>();
    Instant actedAt = one.actedAt();
    for (PastRemediation old : past) {
      if (old.incident().equals(one.incident())) {
        actedAt = old.actedAt();
      } else if (old.actedAt().isAfter(now.minus(KEPT))) {
        kept.add(old);
      }
    }
    kept.add(
        new PastRemediation(
            one.incident(),
            one.service(),
            one.remedy(),
            one.trigger(),
            one.cause(),
            actedAt,
            one.outcome()));
    return new History(kept.size() <= MOST ? kept : kept.subList(kept.size() - MOST, kept.size()));
  }

  /// The latest one of a service.
  Optional<PastRemediation> latest(String service) {
    for (int i = past.size() - 1; i >= 0; i--) {
      if (past.get(i).service().equals(service)) {
        return Optional.of(past.get(i));
      }
    }
    return Optional.empty();
  }

  /// How many of a service's latest ones failed without a break, each within a day of the next; 0
  /// after a stable day.
  int failuresInARow(String service, Duration stable, Instant now) {
    int failures = 0;
    Instant later = now;
    for (int i = past.size() - 1; i >= 0; i--) {
      PastRemediation one = past.get(i);
      if (!one.service().equals(service)) {
        continue;
      }
      if (!one.failed() || !one.actedAt().plus(stable).isAfter(later)) {
        break;
      }
      failures++;
      later = one.actedAt();
    }
    return failures;
  }

  /// A service's remediations that rules asked for, since a moment; oldest first. What people order
  /// costs no budget.
  List<PastRemediation> byRules(String service, Instant since) {
    return past.stream()
        .filter(one -> one.service().equals(service))
        .filter(one -> one.trigger() == Trigger.RULE)
        .filter(one -> !one.actedAt().isBefore(since))
        .toList();
  }
}
