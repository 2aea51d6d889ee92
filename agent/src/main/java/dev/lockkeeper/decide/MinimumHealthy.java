package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.TrafficStatus;
import java.time.Duration;
import java.util.Optional;

/// Enough other servers must be up and ready, as the balancer last said. What it said long ago is
/// not known any more. The remediation itself asks afresh before it touches anything, and once more
/// after the drain.
final class MinimumHealthy implements Guard {
  private static final Duration STALE = Duration.ofSeconds(15);

  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    ServiceView service = input.services().get(wanted.request().service());
    if (service == null
        || service.spec().traffic().isEmpty()
        || !leavesTraffic(wanted.request().remedy())) {
      return Optional.empty();
    }
    if (!service.trafficProblem().isEmpty()) {
      return unreachable(service.trafficProblem());
    }
    if (service.trafficAge() == null) {
      return unreachable("it has not answered yet");
    }
    if (service.trafficAge().compareTo(STALE) > 0) {
      return unreachable("its last answer is " + Words.duration(service.trafficAge()) + " old");
    }
    if (service.traffic().size() < service.spec().traffic().size()) {
      return unreachable("only some of the balancers have answered");
    }
    return service.traffic().stream()
        .filter(status -> !status.enoughOthers())
        .findFirst()
        .map(MinimumHealthy::tooFew);
  }

  private static boolean leavesTraffic(Remedy remedy) {
    return switch (remedy) {
      case RESTART, DRAIN -> true;
      case RELOAD, CAPTURE -> false;
    };
  }

  private static Optional<HoldReason> unreachable(String why) {
    return Optional.of(
        new HoldReason(
            Kind.BALANCER_UNREACHABLE,
            "it is not known whether the balancer can do without it: " + why));
  }

  private static HoldReason tooFew(TrafficStatus status) {
    return new HoldReason(
        Kind.MINIMUM_HEALTHY,
        status.way()
            + ": "
            + status.healthyOthers()
            + (status.healthyOthers() == 1 ? " other server is" : " other servers are")
            + " up and ready, "
            + status.minHealthy()
            + " must be");
  }
}
