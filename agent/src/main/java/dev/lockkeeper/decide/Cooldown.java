package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.PastRemediation;
import java.time.Duration;
import java.util.Optional;

/// Least time between two remediations of a service. Doubles with each one in a row that did not
/// help, up to sixteen times or a day, whichever is less; back to what is configured after a stable
/// day. By the wall clock, since it must hold over restarts of the agent: a record from the future
/// (the clock was set back) counts as one from now.
final class Cooldown implements Guard {
  private static final int MOST_DOUBLINGS = 4;
  private static final Duration STABLE = Duration.ofDays(1);

  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    String name = wanted.request().service();
    ServiceView service = input.services().get(name);
    Optional<PastRemediation> latest = input.history().latest(name);
    if (service == null || latest.isEmpty()) {
      return Optional.empty();
    }
    int failures = input.history().failuresInARow(name, STABLE, now.instant());
    Duration cooldown = grown(service.spec().guards().cooldown(), failures);
    Duration passed = Duration.between(latest.get().actedAt(), now.instant());
    if (passed.isNegative()) {
      passed = Duration.ZERO;
    }
    if (passed.compareTo(cooldown) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new HoldReason(
            Kind.COOLDOWN,
            "the last remediation was "
                + Words.duration(passed)
                + " ago; the next may begin in "
                + Words.duration(cooldown.minus(passed))
                + (failures == 0
                    ? ""
                    : " (" + failures + " in a row did not help, so the cooldown has grown)")));
  }

  static Duration grown(Duration base, int failures) {
    Duration grown = base.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    Duration most = base.compareTo(STABLE) > 0 ? base : STABLE;
    return grown.compareTo(most) > 0 ? most : grown;
  }
}
