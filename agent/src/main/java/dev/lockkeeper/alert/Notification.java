package dev.lockkeeper.alert;

import dev.lockkeeper.model.Labels;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One alert on its way out.
///
/// @param labels `alertname`, the alert's own, the configured ones and `instance`
/// @param annotations filled in, for people
/// @param startsAt since when it fires
/// @param endsAt when it was resolved; null while it fires
/// @param validUntil a receiver that hears nothing by then may take it as resolved
public record Notification(
    Labels labels,
    Map<String, String> annotations,
    Instant startsAt,
    @Nullable Instant endsAt,
    Instant validUntil) {
  public Notification {
    annotations = Map.copyOf(annotations);
  }

  public boolean resolved() {
    return endsAt != null;
  }
}
