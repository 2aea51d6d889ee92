package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.ServiceSpec.GuardSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// At most so many remediations in so much time, by the rules, of one service.
final class Budget implements Guard {
  @Override
  public Optional<HoldReason> check(Wanted wanted, GuardInput input, Moment now) {
    String name = wanted.request().service();
    ServiceView service = input.services().get(name);
    if (service == null) {
      return Optional.empty();
    }
    GuardSpec guards = service.spec().guards();
    List<PastRemediation> spent =
        input.history().byRules(name, now.instant().minus(guards.budgetPer()));
    if (spent.size() < guards.budget()) {
      return Optional.empty();
    }
    String next = "";
    if (guards.budget() > 0) {
      var freed = spent.get(spent.size() - guards.budget()).actedAt().plus(guards.budgetPer());
      next = "; the next may begin in " + Words.duration(Duration.between(now.instant(), freed));
    }
    return Optional.of(
        new HoldReason(
            Kind.BUDGET,
            spent.size()
                + " remediations in "
                + Words.duration(guards.budgetPer())
                + ", and "
                + guards.budget()
                + " are allowed"
                + next));
  }
}
