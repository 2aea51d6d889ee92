package dev.lockkeeper.incidents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lockkeeper.model.Incident;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One incident as one line of JSON. Reading ignores keys it does not know: a newer agent may have
/// written them.
final class IncidentLine {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private IncidentLine() {}

  /// With its line break.
  static byte[] write(Incident incident) {
    try {
      return (JSON.writeValueAsString(incident) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an incident that is no JSON: " + incident.id(), e);
    }
  }

  /// Empty where the line is torn or not an incident.
  static Optional<Incident> parse(String line) {
    try {
      var incident = JSON.readValue(line, Incident.class);
      return incident == null || !complete(incident) ? Optional.empty() : Optional.of(incident);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /// JSON knows nothing of what may be null.
  @SuppressWarnings("ConstantValue")
  private static boolean complete(Incident incident) {
    return java.util.stream.Stream.of(
            incident.id(), incident.request(), incident.startedAt(), incident.outcome())
        .noneMatch(java.util.Objects::isNull);
  }
}
