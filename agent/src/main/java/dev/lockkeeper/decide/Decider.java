package dev.lockkeeper.decide;

import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemedyRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts every wanted remedy before the guards. Remembers only what was asked of operators, and is
/// for the loop's thread alone.
public final class Decider {
  /// In the order in which their reasons are told. Windows and fleet slots have their places behind
  /// the budget and at the end.
  private static final List<Guard> GUARDS =
      List.of(
          new KillSwitch(),
          new ObserveMode(),
          new KnownService(),
          new KnownInput(),
          new OneAtATime(),
          new StartGrace(),
          new Cooldown(),
          new Budget(),
          new MinimumHealthy());

  private final Approvals approvals = new Approvals();

  /// One decision for each of `wanted`, in its order; at most one of them acts.
  public List<Decision> decide(List<Wanted> wanted, GuardInput input, Moment now) {
    var decisions = new ArrayList<Decision>(wanted.size());
    var asked = new HashSet<String>();
    @Nullable String begun = null;
    for (Wanted one : wanted) {
      RemedyRequest request = one.request();
      String incident = input.incidentId().apply(request);
      asked.add(incident);
      List<HoldReason> reasons = reasons(one, input, begun, now);
      if (reasons.isEmpty() && ObserveMode.mode(one, input) == Mode.APPROVE) {
        var expires = expires(one, input);
        reasons = approvals.check(incident, request, expires, now).stream().toList();
      }
      if (reasons.isEmpty()) {
        approvals.used(incident);
        begun = request.service();
        decisions.add(new Decision.Act(request));
      } else {
        decisions.add(new Decision.Hold(request, reasons));
      }
    }
    approvals.keepOnly(asked);
    return decisions;
  }

  private static List<HoldReason> reasons(
      Wanted wanted, GuardInput input, @Nullable String begun, Moment now) {
    var reasons = new ArrayList<HoldReason>();
    for (Guard guard : GUARDS) {
      guard.check(wanted, input, now).ifPresent(reasons::add);
    }
    if (begun != null) {
      reasons.add(
          new HoldReason(
              Kind.REMEDIATION_RUNNING, "a remediation of " + begun + " has just begun"));
    }
    return reasons;
  }

  private static java.time.Duration expires(Wanted wanted, GuardInput input) {
    ServiceView service = input.services().get(wanted.request().service());
    if (service == null) {
      throw new IllegalStateException("an unknown service passed the guards");
    }
    return service.spec().guards().approvalExpires();
  }

  /// An operator approves. The condition and all guards are checked again with the next decision.
  ///
  /// @param incident the id that the question named
  /// @return a sentence for the operator, and whether the question stood
  public Approved approve(String incident, Moment now) {
    return approvals.approve(incident, now);
  }

  /// What operators are asked and have not answered: neither expired nor approved.
  public List<Question> questions(Moment now) {
    return approvals.standing(now);
  }

  /// @param incident what to type behind `lockkeeper approve`
  /// @param expires wall time from which on an answer comes too late
  public record Question(String incident, RemedyRequest request, Moment askedAt, Instant expires) {}

  public record Approved(boolean accepted, String message) {}
}
