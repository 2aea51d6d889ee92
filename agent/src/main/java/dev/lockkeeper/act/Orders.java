package dev.lockkeeper.act;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.RemedyRequest.Trigger;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an operator may order when. An order skips mode, start grace, cooldown and budget: those
/// bind the agent, not people. It does not skip the kill switch, the one remediation per machine,
/// nor what the balancer says: the minimum of healthy servers, and a drain by somebody else.
final class Orders {
  private Orders() {}

  static RemedyRequest request(String service, Remedy remedy, String who, Moment now) {
    return new RemedyRequest(service, remedy, Trigger.OPERATOR, who, Mode.ACT, now.instant());
  }

  /// Why an order can't be followed; empty when it can.
  static Optional<String> refusal(
      Remediation remediation,
      Remedy remedy,
      @Nullable String paused,
      boolean ending,
      String running) {
    String service = remediation.service();
    if (ending) {
      return Optional.of("the agent is about to end");
    }
    if (paused != null) {
      return Optional.of(
          "the kill switch is on (" + paused + "): nothing begins; `lockkeeper resume` lifts it");
    }
    if (!running.isEmpty()) {
      return Optional.of(
          "a remediation of " + running + " is under way; one at a time on a machine");
    }
    return switch (remediation.state()) {
      case SERVING, WATCHING -> Optional.empty();
      case HELD_OUT, DRAINED ->
          remedy == Remedy.RESTART
              ? Optional.empty()
              : Optional.of(
                  service
                      + " is out of traffic already; `lockkeeper ready "
                      + service
                      + "` puts it back");
      case GUARDING,
          DRAINING,
          STOPPING,
          STARTING,
          VERIFYING,
          READYING,
          UNDRAINING,
          RELOADING,
          CAPTURING ->
          Optional.of(service + " is " + remediation.state().text() + " already");
    };
  }

  static Optional<String> readyRefusal(Remediation remediation) {
    String service = remediation.service();
    return switch (remediation.state()) {
      case HELD_OUT, DRAINED, DRAINING -> Optional.empty();
      case STOPPING, STARTING, VERIFYING ->
          Optional.of(
              service
                  + " is "
                  + remediation.state().text()
                  + ": the restart is finished first, and puts it back when it is healthy");
      case READYING, UNDRAINING -> Optional.of(service + " is being put back already");
      case SERVING, GUARDING, WATCHING, RELOADING, CAPTURING ->
          Optional.of(
              service
                  + " is not out of traffic by this agent; what somebody else drained is left"
                  + " alone");
    };
  }

  static String promise(Remediation remediation, Remedy remedy) {
    String service = remediation.service();
    return switch (remedy) {
      case DRAIN ->
          service + " is being drained; it stays out until `lockkeeper ready " + service + "`";
      case RESTART -> service + " is being drained and restarted";
      case RELOAD -> service + " is being reloaded";
      case CAPTURE -> service + " is being looked at";
    };
  }

  static String held(OpenIncident incident) {
    return incident.holds().stream().map(HoldReason::toString).collect(Collectors.joining("; "));
  }

  /// Whether it takes the machine's one place.
  static boolean running(Remediation remediation) {
    return switch (remediation.state()) {
      case SERVING, HELD_OUT, WATCHING -> false;
      case DRAINED -> !remediation.is(Remedy.DRAIN);
      case GUARDING,
          DRAINING,
          STOPPING,
          STARTING,
          VERIFYING,
          READYING,
          UNDRAINING,
          RELOADING,
          CAPTURING ->
          true;
    };
  }
}
