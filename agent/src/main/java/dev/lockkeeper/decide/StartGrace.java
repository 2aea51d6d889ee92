package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import java.time.Duration;
import java.util.Optional;

/// What has just started may look sick. One that is not running, or whose age is not known, has no
/// grace: it is not starting.
final class StartGrace implements Guard {
  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    ServiceView service = input.services().get(wanted.request().service());
    if (service == null || service.upFor() == null) {
      return Optional.empty();
    }
    Duration grace = service.spec().startGrace();
    if (service.upFor().compareTo(grace) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new HoldReason(
            Kind.START_GRACE,
            "started "
                + Words.duration(service.upFor())
                + " ago; no rule acts on it for the first "
                + Words.duration(grace)));
  }
}
