package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemedyRequest;
import java.util.Optional;

/// One reason to hold a remediation. Looks only at what it is given, and remembers nothing.
@FunctionalInterface
interface Guard {
  Optional<HoldReason> check(RemedyRequest request, GuardInput input, Moment now);
}
