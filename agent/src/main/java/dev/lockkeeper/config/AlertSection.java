package dev.lockkeeper.config;

import dev.lockkeeper.config.AlertSettings.Receiver;
import java.time.Duration;
import java.util.ArrayList;

/// `alerts`: who is told.
final class AlertSection {
  private static final Keys ALERTMANAGER =
      Keys.of(
          Key.urls("urls", "Alertmanager, API v2; without `/api/v2/alerts`. Every one is told.")
              .asRequired());
  private static final Keys WEBHOOK =
      Keys.of(Key.url("url", "Gets a JSON POST.").asRequired()).later("template");
  private static final Keys RECEIVER =
      Keys.of(
              Key.nested("alertmanager", ALERTMANAGER, "Prometheus' Alertmanager."),
              Key.nested("webhook", WEBHOOK, "Anything that takes JSON over HTTP."))
          .later("email", "syslog", "command")
          .exactlyOneOf("alertmanager", "webhook");
  private static final Duration RESEND = Duration.ofMinutes(1);
  static final Keys KEYS =
      Keys.of(
          Key.span(
              "resend",
              Duration.ofSeconds(1),
              Duration.ofDays(1),
              RESEND,
              "Between two sendings of an alert that keeps firing."),
          Key.list("to", RECEIVER, "The receivers."));

  private AlertSection() {}

  static AlertSettings read(Section top) {
    var alerts = top.section("alerts", KEYS);
    var resend = alerts.duration("resend");
    var receivers = new ArrayList<Receiver>();
    for (var receiver : alerts.sections("to", RECEIVER)) {
      var way = receiver.oneOf("alertmanager", "webhook").orElse("");
      if (way.equals("alertmanager")) {
        var alertmanager = receiver.section("alertmanager", ALERTMANAGER);
        receivers.add(new AlertSettings.Alertmanager(alertmanager.values("urls", HttpUrl::parse)));
      } else if (way.equals("webhook")) {
        var webhook = receiver.section("webhook", WEBHOOK);
        webhook.url("url").map(AlertSettings.Webhook::new).ifPresent(receivers::add);
      } else if (receiver.keys().isEmpty()) {
        receiver.lacks("needs `alertmanager` or `webhook`");
      }
    }
    return new AlertSettings(resend, receivers);
  }
}
