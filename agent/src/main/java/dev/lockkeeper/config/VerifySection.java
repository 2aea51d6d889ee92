package dev.lockkeeper.config;

import dev.lockkeeper.model.ServiceSpec.VerifySpec;
import java.net.URI;
import java.time.Duration;

/// `services[…].verify`: the proof of health before a server goes back.
final class VerifySection {
  private static final Duration GOOD_FOR = Duration.ofSeconds(3);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration MOST = Duration.ofHours(1);
  static final Keys KEYS =
      Keys.of(
          Key.span(
              "good_for",
              Duration.ZERO,
              MOST,
              GOOD_FOR,
              "So long the probe must be good without a break before it goes back."),
          Key.span(
              "deadline",
              Duration.ofMillis(100),
              MOST,
              DEADLINE,
              "How long that may take after the start; then it is held out."),
          Key.urls("warm_up", "Fetched before it goes back."));

  private VerifySection() {}

  static VerifySpec read(Section service) {
    var verify = service.section("verify", KEYS);
    var goodFor = verify.duration("good_for");
    var deadline = verify.duration("deadline");
    if (goodFor.compareTo(deadline) >= 0) {
      verify.error(
          verify.has("good_for") ? "good_for" : "deadline",
          "`good_for` (%s) can't be reached before `deadline` (%s)"
              .formatted(DurationText.of(goodFor), DurationText.of(deadline)));
    }
    var warmUp = verify.values("warm_up", HttpUrl::parse).stream().map(URI::toString).toList();
    return new VerifySpec(goodFor, deadline, warmUp);
  }
}
