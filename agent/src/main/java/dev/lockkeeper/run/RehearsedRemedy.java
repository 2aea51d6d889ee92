package dev.lockkeeper.run;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.util.List;

/// A remedy that would have been begun: under way for the assumed time, then watched as the agent
/// watches it.
final class RehearsedRemedy {
  private final RemedyRequest request;
  private final Moment begun;
  private final Duration takes;
  private final Duration watch;
  private Outcome outcome = Outcome.OPEN;

  RehearsedRemedy(RemedyRequest request, Moment begun, Duration takes, Duration watch) {
    this.request = request;
    this.begun = begun;
    this.takes = takes;
    this.watch = watch;
  }

  String service() {
    return request.service();
  }

  RemedyRequest request() {
    return request;
  }

  Moment over() {
    return begun.plus(takes);
  }

  boolean overAt(Moment now) {
    return now.reached(begun, takes);
  }

  /// Whether the watch has ended, and with it what is open.
  boolean watch(List<Alert> alerts, Moment now) {
    boolean over = now.reached(over(), watch);
    boolean fires = false;
    boolean unknown = false;
    boolean pending = false;
    for (var alert : alerts) {
      if (!alert.rule().equals(request.cause()) || !alert.service().equals(request.service())) {
        continue;
      }
      switch (alert.verdict()) {
        case Verdict.Firing(Moment since, boolean kept) when !kept -> {
          if (over || since.nanos() > begun.nanos()) {
            outcome = Outcome.RELAPSED;
            return true;
          }
          fires = true;
        }
        case Verdict.Pending _ -> pending = true;
        case Verdict.Unknown _ -> unknown = true;
        case Verdict.Firing _, Verdict.Clear _ -> {}
      }
    }
    if (!over || fires || pending) {
      return false;
    }
    if (unknown) {
      if (!now.reached(over(), watch.multipliedBy(2))) {
        return false;
      }
      outcome = Outcome.DONE;
      return true;
    }
    outcome = Outcome.CURED;
    return true;
  }

  Outcome outcome() {
    return outcome;
  }

  PastRemediation past() {
    return new PastRemediation(
        request.service() + "-" + begun.epochMillis(),
        request.service(),
        request.remedy(),
        request.trigger(),
        request.cause(),
        over().instant(),
        outcome);
  }
}
