package dev.lockkeeper.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.OwnCountSpec;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.TrafficSpec;

/// The model as JSON. Which variant of a sealed type it is stands in `type`; the names are part of
/// the format, so they are written here and not taken from the classes. Every component must be
/// there: what is absent is damage, not a null.
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addMixIn(ControlSpec.class, OfControl.class)
          .addMixIn(OwnCountSpec.class, OfOwnCount.class)
          .addMixIn(ProbeSpec.class, OfProbe.class)
          .addMixIn(TrafficSpec.class, OfTraffic.class)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ControlSpec.Systemd.class, name = "systemd"),
    @JsonSubTypes.Type(value = ControlSpec.Command.class, name = "command")
  })
  private interface OfControl {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = OwnCountSpec.NginxStatus.class, name = "nginx_status"),
    @JsonSubTypes.Type(value = OwnCountSpec.ApacheStatus.class, name = "apache_status")
  })
  private interface OfOwnCount {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ProbeSpec.Http.class, name = "http"),
    @JsonSubTypes.Type(value = ProbeSpec.Tcp.class, name = "tcp")
  })
  private interface OfProbe {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({@JsonSubTypes.Type(value = TrafficSpec.Haproxy.class, name = "haproxy")})
  private interface OfTraffic {}
}
