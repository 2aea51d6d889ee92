package dev.lockkeeper.notify.webhook;

import dev.lockkeeper.alert.Notification;
import java.io.IOException;
import java.util.List;

/// What a webhook is sent. The seam for Slack and the like.
@FunctionalInterface
interface WebhookTemplate {
  /// A JSON document.
  ///
  /// @param notifications at least one
  byte[] render(List<Notification> notifications) throws IOException;
}
