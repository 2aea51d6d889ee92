package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import java.util.Optional;

/// A rule that can't see starts nothing.
final class KnownInput implements Guard {
  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    return wanted.unknown().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HoldReason(
                Kind.UNKNOWN_INPUT,
                "it is not known whether it is still needed: " + wanted.unknown()));
  }
}
