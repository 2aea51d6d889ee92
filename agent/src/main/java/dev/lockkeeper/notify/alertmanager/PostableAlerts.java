package dev.lockkeeper.notify.alertmanager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lockkeeper.alert.Notification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v2/alerts`: `postableAlerts` of Alertmanager's `api/v2/openapi.yaml`.
final class PostableAlerts {
  private static final JsonFactory JSON = new JsonFactory();

  /// RFC 3339 with milliseconds.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private PostableAlerts() {}

  static byte[] json(List<Notification> notifications, @Nullable URI page) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (var notification : notifications) {
        alert(json, notification, page);
      }
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void alert(JsonGenerator json, Notification notification, @Nullable URI page)
      throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("labels");
    for (int i = 0; i < notification.labels().size(); i++) {
      json.writeStringField(notification.labels().name(i), notification.labels().value(i));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("annotations");
    for (var annotation : new TreeMap<>(notification.annotations()).entrySet()) {
      json.writeStringField(annotation.getKey(), annotation.getValue());
    }
    json.writeEndObject();
    json.writeStringField("startsAt", TIME.format(notification.startsAt()));
    json.writeStringField("endsAt", TIME.format(endsAt(notification)));
    if (page != null) {
      json.writeStringField("generatorURL", page.toString());
    }
    json.writeEndObject();
  }

  /// While it fires, the end is when it may be forgotten: an agent that has died must not page for
  /// ever.
  private static Instant endsAt(Notification notification) {
    var ended = notification.endsAt();
    return ended == null ? notification.validUntil() : ended;
  }
}
