package dev.lockkeeper.alert;

import dev.lockkeeper.model.Labels;
import java.time.Duration;

/// What every alert gets on its way out, and the outbox's limits.
///
/// @param instance the `instance` label of alerts that have none
/// @param labels added to every alert that does not have them itself, as Prometheus' external
///   labels
/// @param resend a firing alert is sent again after this time
/// @param keepResolved for this long a resolved alert is sent again as well, as Prometheus does: a
///   receiver that missed it hears of it still
/// @param queue most notifications waiting for one receiver; the oldest are dropped
/// @param batch most notifications in one delivery
/// @param retryFirst pause after the first failed delivery; doubles with each further one
/// @param retryMost longest pause between two tries
public record OutboxSettings(
    String instance,
    Labels labels,
    Duration resend,
    Duration keepResolved,
    int queue,
    int batch,
    Duration retryFirst,
    Duration retryMost) {

  public OutboxSettings {
    if (instance.isEmpty()) {
      throw new IllegalArgumentException("no instance: a hundred agents would look like one");
    }
    if (!resend.isPositive() || !retryFirst.isPositive() || retryMost.compareTo(retryFirst) < 0) {
      throw new IllegalArgumentException("resend and retry times must be positive");
    }
    if (queue < 1 || batch < 1) {
      throw new IllegalArgumentException("queue and batch must hold at least one notification");
    }
  }

  public static OutboxSettings of(String instance, Labels labels, Duration resend) {
    return new OutboxSettings(
        instance,
        labels,
        resend,
        Duration.ofMinutes(15),
        1_000,
        64,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30));
  }

  /// How long a firing alert stays valid after it was last sent: four resends, as in Prometheus, so
  /// that one lost delivery does not look like its end.
  public Duration validFor() {
    return resend.multipliedBy(4);
  }
}
