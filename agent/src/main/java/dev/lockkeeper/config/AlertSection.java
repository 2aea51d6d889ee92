package dev.lockkeeper.config;

import dev.lockkeeper.config.AlertSettings.Receiver;
import java.time.Duration;
import java.util.ArrayList;

/// `alerts`: who is told.
final class AlertSection {
  private static final Keys KEYS = Keys.of("resend", "to");
  private static final Keys RECEIVER =
      Keys.of("alertmanager", "webhook").later("email", "syslog", "command");
  private static final Keys ALERTMANAGER = Keys.of("urls");
  private static final Keys WEBHOOK = Keys.of("url").later("template");
  private static final Duration RESEND = Duration.ofMinutes(1);

  private AlertSection() {}

  static AlertSettings read(Section top) {
    var alerts = top.section("alerts", KEYS);
    var resend = alerts.duration("resend", RESEND, Duration.ofSeconds(1), Duration.ofDays(1));
    var receivers = new ArrayList<Receiver>();
    for (var receiver : alerts.sections("to", RECEIVER)) {
      var way = receiver.oneOf("alertmanager", "webhook").orElse("");
      if (way.equals("alertmanager")) {
        var alertmanager = receiver.section("alertmanager", ALERTMANAGER);
        alertmanager.require("urls");
        receivers.add(new AlertSettings.Alertmanager(alertmanager.values("urls", HttpUrl::parse)));
      } else if (way.equals("webhook")) {
        var webhook = receiver.section("webhook", WEBHOOK);
        webhook.require("url");
        webhook.url("url").map(AlertSettings.Webhook::new).ifPresent(receivers::add);
      } else if (receiver.keys().isEmpty()) {
        receiver.lacks("needs `alertmanager` or `webhook`");
      }
    }
    return new AlertSettings(resend, receivers);
  }
}
