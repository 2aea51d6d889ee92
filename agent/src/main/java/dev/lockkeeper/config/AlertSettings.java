package dev.lockkeeper.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/// `alerts`: who is told.
///
/// @param resend time between two sendings of an alert that keeps firing
/// @param to none: alerts stay on this machine (log, page, metrics)
public record AlertSettings(Duration resend, List<Receiver> to) {
  public AlertSettings {
    to = List.copyOf(to);
  }

  /// One receiver.
  public sealed interface Receiver {}

  /// Alertmanager, API v2; every one of them is told.
  ///
  /// @param urls without `/api/v2/alerts`
  public record Alertmanager(List<URI> urls) implements Receiver {
    public Alertmanager {
      urls = List.copyOf(urls);
    }
  }

  /// A JSON POST.
  public record Webhook(URI url) implements Receiver {}
}
