package dev.lockkeeper.notify.alertmanager;

import dev.lockkeeper.alert.Notification;
import dev.lockkeeper.alert.Notifier;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One Alertmanager, API v2: `POST /api/v2/alerts`. Several Alertmanagers are several receivers:
/// each must hear of every alert, they deduplicate among themselves.
public final class AlertmanagerNotifier implements Notifier {
  private final URI url;

  /// @param url its base URL with its route prefix, such as `http://am1:9093`
  /// @param page where a person finds this agent, the alerts' `generatorURL`; null: none
  public AlertmanagerNotifier(URI url, @Nullable URI page) {
    this.url = url;
  }

  @Override
  public String name() {
    return "alertmanager " + url;
  }

  @Override
  public void send(List<Notification> notifications) throws IOException {
    throw new UnsupportedOperationException();
  }
}
