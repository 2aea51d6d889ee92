package dev.lockkeeper.config;

import dev.lockkeeper.model.ServiceSpec.GuardSpec;
import java.time.Duration;

/// `services[…].guards`: what holds a remediation.
final class GuardSection {
  private static final Keys KEYS =
      Keys.of("cooldown", "budget", "approval").later("blackouts", "hold_while", "breaker");
  private static final Keys BUDGET = Keys.of("remediations", "per");
  private static final Keys APPROVAL = Keys.of("expires");

  private static final Duration COOLDOWN = Duration.ofMinutes(10);
  private static final int REMEDIATIONS = 4;
  private static final Duration PER = Duration.ofHours(24);
  private static final Duration EXPIRES = Duration.ofMinutes(15);
  private static final Duration MOST = Duration.ofDays(366);

  private GuardSection() {}

  static GuardSpec read(Section service) {
    var guards = service.section("guards", KEYS);
    var budget = guards.section("budget", BUDGET);
    var approval = guards.section("approval", APPROVAL);
    return new GuardSpec(
        guards.duration("cooldown", COOLDOWN, Duration.ZERO, MOST),
        budget.integer("remediations", REMEDIATIONS, 1, 1_000_000),
        budget.duration("per", PER, Duration.ofSeconds(1), MOST),
        approval.duration("expires", EXPIRES, Duration.ofSeconds(1), MOST));
  }
}
