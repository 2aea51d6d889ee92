package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import java.util.Optional;

/// The firing series must name a service that is configured.
final class KnownService implements Guard {
  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    String service = wanted.request().service();
    if (input.services().containsKey(service)) {
      return Optional.empty();
    }
    return Optional.of(
        new HoldReason(
            Kind.UNKNOWN_SERVICE,
            service.isEmpty()
                ? wanted.request().cause() + " fired without a `service` label"
                : "no service " + service + " is configured"));
  }
}
