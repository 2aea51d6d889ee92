package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main road, with real nginx and real HAProxy, and what happens beside it.
class RestartIT {
  private static final String HUNG =
      """
      groups:
        - name: web
          rules:
            - alert: WebServerHung
              expr: probe_success == 0 and on(service) service_up == 1
              labels: { severity: critical }
              annotations: { summary: "{{ $labels.service }} does not answer" }
              remedy: restart
      """;

  @TempDir Path folder;

  private AgentProcess agent(Pair pair, String mode, String more) {
    var agent = new AgentProcess(folder.resolve("agent"));
    agent.write("config.yml", agent.heading(mode) + pair.service(more));
    agent.write("rules.yml", HUNG);
    return agent;
  }

  @Test
  void aRestartUnderLoadLosesNoRequest() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "watch: 2s\nguards: { cooldown: 1s }\n").start()) {
      agent.awaitState("web1", "serving");
      long before = pair.web1.masterPid();
      var stop = new AtomicBoolean();
      var asked = new AtomicInteger();
      var bad = new AtomicInteger();
      var load =
          Thread.ofPlatform()
              .start(() -> {
                while (!stop.get()) {
                  asked.incrementAndGet();
                  if (pair.get("/") != 200) {
                    bad.incrementAndGet();
                  }
                }
              });
      agent.order(Verb.RESTART, "web1");
      var incident = agent.awaitEndedIncident();
      stop.set(true);
      join(load);
      assertThat(asked.get()).isGreaterThan(50);
      assertThat(bad.get()).isZero();
      assertThat(pair.web1.masterPid()).isNotEqualTo(before);
      assertThat(incident.path("outcome").asText()).isIn("cured", "done");
      pair.awaitStatus("web1", "UP");
      assertThat(AgentProcess.story(incident))
          .contains("draining:")
          .contains("stopping:")
          .contains("starting:")
          .contains("verifying:")
          .contains("readying:");
    }
  }

  @Test
  void aHungServerIsDrainedRestartedAndPutBackByItsRule() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "watch: 2s\ndrain: { stalled_after: 1s }\n").start()) {
      agent.awaitState("web1", "serving");
      awaitGrace(agent);
      long before = pair.web1.masterPid();
      pair.web1.hang();
      agent.awaitState("web1", "watching");
      assertThat(pair.web1.masterPid()).isNotEqualTo(before);
      pair.awaitStatus("web1", "UP");
      var incident = agent.awaitEndedIncident();
      assertThat(incident.path("outcome").asText()).isEqualTo("cured");
      assertThat(AgentProcess.story(incident)).contains("WebServerHung");
    }
  }

  @Test
  void inModeObserveNothingIsDoneAndTheHoldSaysWhatWouldBe() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "observe", "").start()) {
      agent.awaitState("web1", "serving");
      awaitGrace(agent);
      pair.web1.hang();
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> agent.text("/api/v1/services").contains("mode_observe"));
      assertThat(agent.stateOf("web1")).isEqualTo("serving");
      assertThat(agent.newestIncident().path("outcome").asText()).isEqualTo("held");
      assertThat(agent.text("/metrics"))
          .contains("lockkeeper_hold{reason=\"mode_observe\",service=\"web1\"} 1")
          .as("what increase() counts from")
          .contains("lockkeeper_remediations_total{outcome=\"relapsed\",service=\"web1\"} 0");
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() ->
              agent
                  .text("/metrics")
                  .contains(
                      "haproxy_server_status{proxy=\"web\",server=\"web1\",service=\"web1\",state="));
      pair.web1.resume();
    }
  }

  @Test
  void inModeApproveItIsDoneOnlyAfterAPersonHasSaidSo() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "approve", "watch: 2s\ndrain: { stalled_after: 1s }\n").start()) {
      agent.awaitState("web1", "serving");
      awaitGrace(agent);
      pair.web1.hang();
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> agent.text("/api/v1/services").contains("awaiting_approval"));
      String id = agent.newestIncident().path("id").asText();
      assertThat(agent.stateOf("web1")).isEqualTo("serving");
      assertThat(agent.order(Verb.APPROVE, id))
          .isInstanceOfSatisfying(
              AgentReply.Ordered.class,
              ordered -> assertThat(ordered.answer().accepted()).isTrue());
      agent.awaitState("web1", "watching");
      assertThat(AgentProcess.story(agent.newestIncident())).contains("approved by operator");
    }
  }

  @Test
  void aReloadedHaproxyThatForgotTheDrainIsToldAgain() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "drain: { deadline: 60s }\nwatch: 2s\n").start()) {
      agent.awaitState("web1", "serving");
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      pair.awaitStatus("web1", "DRAIN");
      long before = pair.web1.masterPid();
      pair.haproxy.reload();
      pair.awaitStatus("web1", "DRAIN");
      // the old worker keeps the slow request, which the new socket does not show
      assertThat(pair.web1.masterPid()).isEqualTo(before);
      assertThat(slow.isDone()).isFalse();
      pair.release();
      assertThat(slow.join()).isEqualTo(200);
      agent.awaitState("web1", "watching", "serving");
      assertThat(pair.web1.masterPid()).isNotEqualTo(before);
    }
  }

  @Test
  void withoutItsBalancerNothingBegins() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "").start()) {
      agent.awaitState("web1", "serving");
      long before = pair.web1.masterPid();
      pair.haproxy.kill();
      agent.order(Verb.RESTART, "web1");
      var incident = agent.awaitEndedIncident();
      assertThat(incident.path("outcome").asText()).isEqualTo("held");
      assertThat(incident.toString()).contains("balancer_unreachable");
      assertThat(pair.web1.masterPid()).isEqualTo(before);
    }
  }

  @Test
  void aStopThatHangsEndsInAKillAndTheServerComesBack() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "watch: 2s\n").start()) {
      agent.awaitState("web1", "serving");
      long before = pair.web1.masterPid();
      pair.gate("stop", true);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "watching", "serving");
      pair.gate("stop", false);
      assertThat(pair.web1.masterPid()).isNotEqualTo(before);
      pair.awaitStatus("web1", "UP");
      assertThat(AgentProcess.story(agent.newestIncident())).containsIgnoringCase("kill");
    }
  }

  @Test
  void aStartThatFailsHoldsTheServerOutAndPagesAPerson() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "").start()) {
      agent.awaitState("web1", "serving");
      pair.fail("start", true);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "held_out");
      pair.awaitStatus("web1", "DRAIN", "DOWN", "MAINT");
      assertThat(AgentProcess.story(agent.newestIncident()))
          .contains("no such luck")
          .contains("lockkeeper ready web1");
      pair.fail("start", false);
      pair.web1.start();
      agent.order(Verb.READY, "web1");
      pair.awaitStatus("web1", "UP");
    }
  }

  @Test
  void aProbeThatIsNeverGoodAgainHoldsTheServerOut() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "verify: { good_for: 500ms, deadline: 2s }\n").start()) {
      agent.awaitState("web1", "serving");
      pair.web1.healthy(false);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "held_out");
      assertThat(AgentProcess.story(agent.newestIncident())).contains("503");
      pair.web1.healthy(true);
      agent.order(Verb.READY, "web1");
      pair.awaitStatus("web1", "UP");
      agent.awaitState("web1", "serving", "watching");
    }
  }

  @Test
  void aRequestThatNeverEndsIsCutAtTheDeadline() {
    try (var pair = new Pair(folder);
        var agent =
            agent(pair, "act", "drain: { deadline: 2s, stalled_after: 60s }\nwatch: 2s\n")
                .start()) {
      agent.awaitState("web1", "serving");
      long before = pair.web1.masterPid();
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "watching", "serving");
      assertThat(pair.web1.masterPid()).isNotEqualTo(before);
      assertThat(slow.handle((status, failure) -> failure != null || status != 200).join())
          .isTrue();
      assertThat(AgentProcess.story(agent.newestIncident())).contains("going on as configured");
    }
  }

  @Test
  void aRequestThatNeverEndsGetsItsServerBackWhereSoConfigured() {
    try (var pair = new Pair(folder);
        var agent =
            agent(pair, "act", "drain: { deadline: 2s, stalled_after: 60s, then: give_up }\n")
                .start()) {
      agent.awaitState("web1", "serving");
      long before = pair.web1.masterPid();
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      var incident = agent.awaitEndedIncident();
      assertThat(incident.path("outcome").asText()).isEqualTo("gave_up");
      assertThat(pair.web1.masterPid()).isEqualTo(before);
      pair.awaitStatus("web1", "UP");
      pair.release();
      assertThat(slow.join()).isEqualTo(200);
    }
  }

  @Test
  void whenTheOtherServerIsAwayAlreadyNothingBegins() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "").start()) {
      agent.awaitState("web1", "serving");
      pair.haproxy.ask("set server web/web2 state drain");
      agent.order(Verb.RESTART, "web1");
      var incident = agent.awaitEndedIncident();
      assertThat(incident.toString()).contains("minimum_healthy");
      assertThat(pair.status("web1")).startsWith("UP");
      assertThat(pair.status("web2")).startsWith("DRAIN");
    }
  }

  @Test
  void whenTwoAgentsDrainAtTheSameMomentOneServerStaysInTraffic() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "drain: { deadline: 60s }\n").start()) {
      agent.awaitState("web1", "serving");
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      pair.awaitStatus("web1", "DRAIN");
      // the other machine's agent was a moment later, and saw web1 still up
      pair.haproxy.ask("set server web/web2 state drain");
      pair.awaitStatus("web1", "UP");
      var incident = agent.awaitEndedIncident();
      assertThat(incident.path("outcome").asText()).isEqualTo("gave_up");
      pair.release();
      assertThat(slow.join()).isEqualTo(200);
    }
  }

  @Test
  void aDrainThatAnAdministratorHasSetIsNeverUndone() {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "").start()) {
      agent.awaitState("web1", "serving");
      pair.haproxy.ask("set server web/web1 state maint");
      agent.order(Verb.RESTART, "web1");
      var incident = agent.awaitEndedIncident();
      assertThat(incident.toString()).contains("already_out_of_traffic");
      assertThat(pair.status("web1")).startsWith("MAINT");
    }
  }

  @Test
  void ctrlCInTheMiddleOfADrainPutsTheServerBackAndEndsWithinTwoSeconds() throws Exception {
    try (var pair = new Pair(folder);
        var agent = agent(pair, "act", "drain: { deadline: 60s }\n").start()) {
      agent.awaitState("web1", "serving");
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      pair.awaitStatus("web1", "DRAIN");
      long began = System.nanoTime();
      Signals.send(agent.process().pid(), "INT");
      assertThat(agent.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      var took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(pair.status("web1")).startsWith("UP");
      // promised: 2 s; the rest is for a machine that does other things as well
      assertThat(took).isLessThan(Duration.ofSeconds(10));
      pair.release();
      assertThat(slow.join()).isEqualTo(200);
    }
  }

  /// Right after its start no rule may act on a service.
  private static void awaitGrace(AgentProcess agent) {
    await()
        .atMost(AgentProcess.PATIENCE)
        .until(() -> {
          var result =
              agent
                  .get("/api/v1/query?query=time()-service_start_time_seconds")
                  .path("data")
                  .path("result");
          return result.size() > 0 && result.path(0).path("value").path(1).asDouble() > 3;
        });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
