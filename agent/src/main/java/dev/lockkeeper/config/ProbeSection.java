package dev.lockkeeper.config;

import dev.lockkeeper.model.ProbeSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `services[…].probe`, and the probes of dependencies: how health is asked.
final class ProbeSection {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final Duration FASTEST = Duration.ofMillis(100);
  private static final Duration SLOWEST = Duration.ofHours(1);

  static final Keys KEYS =
      Keys.of(
              Key.url("http", "GET; good is one of `status`."),
              Key.text("tcp", HostAndPort.FORM, "Good is an accepted connection."),
              Key.span(
                  "every",
                  FASTEST,
                  SLOWEST,
                  EVERY,
                  "From the start of one to the start of the next."),
              Key.span(
                      "timeout",
                      Duration.ofMillis(10),
                      SLOWEST,
                      null,
                      "Longer than `every` is a warning.")
                  .otherwise("1s, or `every` where that is less"),
              Key.of(
                      "status",
                      new Shape.Items(new Shape.Whole(100, 599, null)),
                      "Good answers, for `http`.")
                  .otherwise("[ 200 ]"))
          .exactlyOneOf("http", "tcp");

  private ProbeSection() {}

  /// @return null where there is none
  static @Nullable ProbeSpec read(Section service, String key) {
    return service.node(key) == null ? null : read(service.section(key, KEYS));
  }

  /// @return null where it names nothing to ask, which has been reported
  static @Nullable ProbeSpec read(Section probe) {
    var every = probe.duration("every");
    // two probes of one service never overlap unless somebody asks for it
    var fallback = TIMEOUT.compareTo(every) < 0 ? TIMEOUT : every;
    var timeout = probe.duration("timeout", fallback);
    if (timeout.compareTo(every) > 0) {
      probe.warning("timeout", "longer than `every`: a slow answer overlaps with the next probe");
    }
    var status = probe.values("status", text -> Section.integer(text, 100, 599));
    var way = probe.oneOf("http", "tcp").orElse("");
    if (way.equals("http")) {
      return probe
          .url("http")
          .map(URI::toString)
          .map(url ->
              new ProbeSpec.Http(url, status.isEmpty() ? List.of(200) : status, every, timeout))
          .orElse(null);
    }
    if (way.equals("tcp")) {
      if (probe.has("status")) {
        probe.error("status", "belongs to `http`");
      }
      return probe
          .value("tcp", text -> HostAndPort.parse(text, 1))
          .map(to -> new ProbeSpec.Tcp(to.host(), to.port(), every, timeout))
          .orElse(null);
    }
    probe.lacks("needs `http` or `tcp`");
    return null;
  }
}
