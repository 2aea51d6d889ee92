package dev.lockkeeper.config;

import dev.lockkeeper.model.ServiceSpec.DrainSpec;
import java.time.Duration;

/// `services[…].drain`: how long what is in flight may take.
final class DrainSection {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration STALLED_AFTER = Duration.ofSeconds(3);
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST = Duration.ofHours(24);
  static final Keys KEYS =
      Keys.of(
          Key.span("deadline", LEAST, MOST, DEADLINE, "How long what is in flight may take."),
          Key.span(
              "stalled_after",
              LEAST,
              MOST,
              STALLED_AFTER,
              "With a failing probe and nothing finishing for so long, wait no longer."),
          Key.choice(
                  "then",
                  DrainSpec.Then.class,
                  "At the deadline: stop it all the same, or put it back (never with a failing"
                      + " probe).")
              .otherwise("proceed"));

  private DrainSection() {}

  static DrainSpec read(Section service) {
    var drain = service.section("drain", KEYS);
    var deadline = drain.duration("deadline");
    var stalledAfter = drain.duration("stalled_after");
    if (drain.has("stalled_after") && stalledAfter.compareTo(deadline) > 0) {
      drain.warning("stalled_after", "longer than `deadline`, which ends the drain before");
    }
    var then = drain.choice("then", DrainSpec.Then.class).orElse(DrainSpec.Then.PROCEED);
    return new DrainSpec(deadline, stalledAfter, then);
  }
}
