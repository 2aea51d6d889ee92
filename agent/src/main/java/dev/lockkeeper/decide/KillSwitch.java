package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import java.util.Optional;

/// Nothing new begins while it is on.
final class KillSwitch implements Guard {
  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    return Optional.ofNullable(input.paused())
        .map(why ->
            new HoldReason(
                Kind.KILL_SWITCH,
                "the kill switch is on (" + why + "); `lockkeeper resume` lifts it"));
  }
}
