package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import java.util.Optional;

/// Only says what it would do. The most cautious of rule, service and global mode wins, and the
/// answer names where it was set.
final class ObserveMode implements Guard {
  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    if (mode(wanted, input) != Mode.OBSERVE) {
      return Optional.empty();
    }
    var request = wanted.request();
    return Optional.of(
        new HoldReason(
            Kind.MODE_OBSERVE,
            "would "
                + request.remedy().text()
                + " "
                + request.service()
                + "; `mode: observe` of "
                + whose(wanted, input)
                + " lets it only say so"));
  }

  static Mode mode(Wanted wanted, GuardInput input) {
    Mode mode = input.mode().mostCautious(wanted.request().mode());
    ServiceView service = input.services().get(wanted.request().service());
    return service == null ? mode : mode.mostCautious(service.spec().mode());
  }

  private static String whose(Wanted wanted, GuardInput input) {
    if (input.mode() == Mode.OBSERVE) {
      return "the whole agent";
    }
    return wanted.request().mode() == Mode.OBSERVE
        ? "the rule " + wanted.request().cause()
        : "the service";
  }
}
