package dev.lockkeeper.run;

import dev.lockkeeper.act.Standing;
import dev.lockkeeper.alert.ReceiverStatus;
import dev.lockkeeper.collect.CollectorState;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Verdict;
import dev.lockkeeper.report.AgentStatus;
import dev.lockkeeper.report.ServiceStatus;
import dev.lockkeeper.rule.RuleReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Puts the snapshot together that readers see.
final class StatusPage {
  private final String version;
  private final String instance;
  private final Instant startedAt;

  /// what was wrong at the start already, and does not change
  private final List<String> standing;

  StatusPage(String version, String instance, Instant startedAt, List<String> standing) {
    this.version = version;
    this.instance = instance;
    this.startedAt = startedAt;
    this.standing = List.copyOf(standing);
  }

  /// Before the first tick.
  Published.Snapshot empty(Mode mode) {
    var status =
        new AgentStatus(
            version,
            instance,
            startedAt,
            mode,
            null,
            0,
            0,
            List.of(),
            List.of(),
            standing,
            Duration.ZERO);
    return new Published.Snapshot(status, List.of(), List.of(), List.of(), RuleReport.QUIET);
  }

  Published.Snapshot of(Agent agent, Chronicle chronicle, Moment now) {
    var collectors = agent.collectors().states(now);
    var problems = new ArrayList<>(standing);
    for (CollectorState state : collectors) {
      if (state.stuck()) {
        problems.add("collector " + state.name() + " is stuck: " + state.error());
      }
    }
    for (ReceiverStatus receiver : agent.outbox().status()) {
      if (!receiver.problem().isEmpty()) {
        problems.add("alerts do not reach " + receiver.receiver() + ": " + receiver.problem());
      }
    }
    if (!chronicle.problem().isEmpty()) {
      problems.add("incidents are not written: " + chronicle.problem());
    }
    if (!agent.historyOnDisk().problem().isEmpty()) {
      problems.add(agent.historyOnDisk().problem());
    }
    problems.addAll(agent.rules().problems());
    agent
        .rules()
        .latest()
        .unknown()
        .forEach(rule -> problems.add("rule " + rule.rule() + " is unknown: " + rule.reason()));
    var services = services(agent);
    var status =
        new AgentStatus(
            version,
            instance,
            startedAt,
            agent.mode(),
            agent.paused(),
            agent.store().size(),
            agent.rules().rules().size(),
            collectors.stream()
                .map(state ->
                    new AgentStatus.CollectorStatus(
                        state.name(),
                        state.success(),
                        state.duration(),
                        state.age(),
                        state.error()))
                .toList(),
            agent.alerts().stream()
                .filter(alert -> !(alert.verdict() instanceof Verdict.Clear))
                .toList(),
            problems,
            Duration.ZERO);
    return new Published.Snapshot(
        status, services, chronicle.newestFirst(), agent.rules().groups(), agent.rules().latest());
  }

  private static List<ServiceStatus> services(Agent agent) {
    var services = new ArrayList<ServiceStatus>();
    for (Standing standing : agent.remediations().standings()) {
      var page = agent.book().page(standing.service());
      services.add(
          new ServiceStatus(
              standing.service(),
              page == null ? agent.mode() : agent.mode().mostCautious(page.spec.mode()),
              standing.state(),
              standing.since(),
              standing.holds(),
              standing.incident(),
              page == null ? null : page.probe,
              page == null ? null : page.control,
              page == null ? List.of() : page.traffic,
              trafficProblem(standing, page),
              page == null ? standing.inFlight() : inFlight(standing, page)));
    }
    return services;
  }

  private static String trafficProblem(
      Standing standing, ServiceBook.@org.jspecify.annotations.Nullable Page page) {
    return page == null || !standing.trafficProblem().isEmpty()
        ? standing.trafficProblem()
        : page.trafficProblem;
  }

  private static int inFlight(Standing standing, ServiceBook.Page page) {
    return standing.inFlight() >= 0 ? standing.inFlight() : ServiceBook.inFlight(page);
  }
}
