package dev.lockkeeper.notify.webhook;

import dev.lockkeeper.alert.Notification;
import dev.lockkeeper.alert.Notifier;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A webhook that takes what Alertmanager's webhook receiver posts (payload version 4).
public final class WebhookNotifier implements Notifier {
  private final URI url;

  /// @param page where a person finds this agent, `externalURL`; null: none
  public WebhookNotifier(URI url, @Nullable URI page) {
    this.url = url;
  }

  /// Host and port only: the path of a webhook is often its secret.
  @Override
  public String name() {
    return "webhook " + url.getScheme() + "://" + url.getAuthority();
  }

  @Override
  public void send(List<Notification> notifications) throws IOException {
    throw new UnsupportedOperationException();
  }
}
