package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import java.util.Optional;

/// One remediation at a time on a machine, and one on a service until it is known what came of it.
final class OneAtATime implements Guard {
  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    if (input.running() != null) {
      return held("a remediation of " + input.running() + " is under way");
    }
    String service = wanted.request().service();
    ServiceView view = input.services().get(service);
    if (view == null) {
      return Optional.empty();
    }
    return switch (view.state()) {
      case SERVING -> Optional.empty();
      case WATCHING -> held("the last remediation of " + service + " is still being watched");
      case HELD_OUT ->
          held(service + " is held out of traffic until `lockkeeper ready " + service + "`");
      case GUARDING,
          DRAINING,
          DRAINED,
          STOPPING,
          STARTING,
          VERIFYING,
          READYING,
          UNDRAINING,
          RELOADING,
          CAPTURING ->
          held(service + " is " + view.state().text());
    };
  }

  private static Optional<HoldReason> held(String detail) {
    return Optional.of(new HoldReason(Kind.REMEDIATION_RUNNING, detail));
  }
}
