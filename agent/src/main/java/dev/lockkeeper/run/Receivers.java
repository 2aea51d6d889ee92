package dev.lockkeeper.run;

import dev.lockkeeper.alert.Notifier;
import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.AlertSettings;
import dev.lockkeeper.notify.alertmanager.AlertmanagerNotifier;
import dev.lockkeeper.notify.webhook.WebhookNotifier;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The receivers of alerts, one for each address: each has its own queue and its own troubles.
final class Receivers {
  private Receivers() {}

  static List<Notifier> of(@Nullable AgentConfig config) {
    var notifiers = new ArrayList<Notifier>();
    if (config == null) {
      return notifiers;
    }
    for (AlertSettings.Receiver receiver : config.alerts().to()) {
      switch (receiver) {
        case AlertSettings.Alertmanager alertmanager -> {
          for (URI url : alertmanager.urls()) {
            notifiers.add(new AlertmanagerNotifier(url, page(config)));
          }
        }
        case AlertSettings.Webhook webhook ->
            notifiers.add(new WebhookNotifier(webhook.url(), page(config)));
      }
    }
    return List.copyOf(notifiers);
  }

  private static URI page(AgentConfig config) {
    return URI.create("http://" + config.listen());
  }
}
