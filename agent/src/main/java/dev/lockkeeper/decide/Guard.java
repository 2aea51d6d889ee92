package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Moment;
import java.util.Optional;

/// One reason to hold a remediation. Looks only at what it is given, and remembers nothing.
@FunctionalInterface
interface Guard {
  Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now);
}
