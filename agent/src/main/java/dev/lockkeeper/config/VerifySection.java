package dev.lockkeeper.config;

import dev.lockkeeper.model.ServiceSpec.VerifySpec;
import java.net.URI;
import java.time.Duration;

/// `services[…].verify`: the proof of health before a server goes back.
final class VerifySection {
  private static final Keys KEYS = Keys.of("good_for", "deadline", "warm_up");
  private static final Duration GOOD_FOR = Duration.ofSeconds(3);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration MOST = Duration.ofHours(1);

  private VerifySection() {}

  static VerifySpec read(Section service) {
    var verify = service.section("verify", KEYS);
    var goodFor = verify.duration("good_for", GOOD_FOR, Duration.ZERO, MOST);
    var deadline = verify.duration("deadline", DEADLINE, Duration.ofMillis(100), MOST);
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
