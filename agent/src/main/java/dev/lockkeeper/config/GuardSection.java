package dev.lockkeeper.config;

import dev.lockkeeper.model.ServiceSpec.GuardSpec;
import java.time.Duration;

/// `services[…].guards`: what holds a remediation.
final class GuardSection {
  private static final Duration COOLDOWN = Duration.ofMinutes(10);
  private static final int REMEDIATIONS = 4;
  private static final Duration PER = Duration.ofHours(24);
  private static final Duration EXPIRES = Duration.ofMinutes(15);
  private static final Duration MOST = Duration.ofDays(366);

  private static final Keys BUDGET =
      Keys.of(
          Key.whole("remediations", 1, 1_000_000, REMEDIATIONS, "At most so many remediations…"),
          Key.span("per", Duration.ofSeconds(1), MOST, PER, "…in this time."));
  private static final Keys APPROVAL =
      Keys.of(
          Key.span(
              "expires",
              Duration.ofSeconds(1),
              MOST,
              EXPIRES,
              "How long a question for approval stands."));
  static final Keys KEYS =
      Keys.of(
              Key.span(
                  "cooldown",
                  Duration.ZERO,
                  MOST,
                  COOLDOWN,
                  "Least time between two remediations."),
              Key.nested("budget", BUDGET, "How many remediations there may be."),
              Key.nested("approval", APPROVAL, "Questions to operators."))
          .later("blackouts", "hold_while", "breaker");

  private GuardSection() {}

  static GuardSpec read(Section service) {
    var guards = service.section("guards", KEYS);
    var budget = guards.section("budget", BUDGET);
    var approval = guards.section("approval", APPROVAL);
    return new GuardSpec(
        guards.duration("cooldown"),
        budget.integer("remediations"),
        budget.duration("per"),
        approval.duration("expires"));
  }
}
