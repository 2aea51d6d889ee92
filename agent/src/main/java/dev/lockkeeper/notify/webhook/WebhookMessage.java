package dev.lockkeeper.notify.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockkeeper.alert.Notification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Renders notifications as Alertmanager's webhook receiver does, payload version "4"
/// (`notify/webhook` and `template.Data` there), so that what people have for it works here.
final class WebhookMessage implements WebhookTemplate {
  private static final JsonFactory JSON = new JsonFactory();

  /// How Go writes the time that is none; receivers look for it in firing alerts.
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final String page;

  WebhookMessage(@Nullable URI page) {
    this.page = page == null ? "" : page.toString();
  }

  @Override
  public byte[] render(List<Notification> notifications) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("version", "4");
      json.writeStringField("groupKey", "{}:{}");
      json.writeNumberField("truncatedAlerts", 0);
      json.writeStringField("status", status(notifications.stream().allMatch(n -> n.resolved())));
      json.writeStringField("receiver", "lockkeeper");
      strings(json, "groupLabels", Map.of());
      strings(json, "commonLabels", common(notifications.stream().map(n -> labels(n)).toList()));
      strings(
          json,
          "commonAnnotations",
          common(notifications.stream().map(Notification::annotations).toList()));
      json.writeStringField("externalURL", page);
      json.writeArrayFieldStart("alerts");
      for (var notification : notifications) {
        alert(json, notification);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void alert(JsonGenerator json, Notification notification) throws IOException {
    var endsAt = notification.endsAt();
    json.writeStartObject();
    json.writeStringField("status", status(notification.resolved()));
    strings(json, "labels", labels(notification));
    strings(json, "annotations", notification.annotations());
    json.writeStringField("startsAt", time(notification.startsAt()));
    json.writeStringField("endsAt", endsAt == null ? NEVER : time(endsAt));
    json.writeStringField("generatorURL", page);
    json.writeStringField("fingerprint", fingerprint(notification));
    json.writeEndObject();
  }

  private static String status(boolean resolved) {
    return resolved ? "resolved" : "firing";
  }

  private static String time(Instant time) {
    return time.toString();
  }

  private static Map<String, String> labels(Notification notification) {
    return notification.labels().toMap();
  }

  /// What all have with the same value.
  private static Map<String, String> common(List<Map<String, String>> maps) {
    var common = new TreeMap<>(maps.getFirst());
    maps.forEach(map -> common.entrySet().retainAll(map.entrySet()));
    return common;
  }

  /// Names the label set: FNV-1a of 64 bits over names and values, each followed by a byte 0xff, as
  /// Prometheus' client_golang does (`LabelSet.Fingerprint`).
  private static String fingerprint(Notification notification) {
    long hash = 0xcbf29ce484222325L;
    for (var label : labels(notification).entrySet()) {
      for (var text : List.of(label.getKey(), label.getValue())) {
        for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
          hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ 0xff) * 0x100000001b3L;
      }
    }
    return String.format("%016x", hash);
  }

  private static void strings(JsonGenerator json, String name, Map<String, String> map)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : new TreeMap<>(map).entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}
