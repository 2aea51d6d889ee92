package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.report.AgentRequest.Verb;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 of the agent in each state of a remediation: the next start finishes or undoes it. A
/// server is never left drained or down by the agent.
class KillNineIT {
  private static final String CONFIG =
      """
      drain: { deadline: 60s, stalled_after: 1s }
      watch: 60s
      guards: { cooldown: 1s }
      """;

  @TempDir Path folder;

  private AgentProcess agent(Pair pair) {
    var agent = new AgentProcess(folder.resolve("agent"));
    agent.write("config.yml", agent.heading("act") + pair.service(CONFIG));
    agent.write("rules.yml", "groups: []\n");
    return agent;
  }

  @BeforeEach
  void quietWorld() {
    assertThat(System.getProperty("lockkeeper.jar")).isNotNull();
  }

  /// It runs, and has traffic.
  private static void assertServes(Pair pair, AgentProcess agent) {
    agent.awaitState("web1", "serving", "watching");
    pair.awaitStatus("web1", "UP");
    assertThat(pair.web1.status("/health")).isEqualTo(200);
  }

  private static void assertExplained(AgentProcess agent) {
    JsonNode incident = agent.newestIncident();
    assertThat(AgentProcess.story(incident)).contains("agent");
  }

  @Test
  void killedWhileGuardingNothingHasHappened() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      try (var _ = Signals.stopped(pair.haproxy.pid())) {
        agent.order(Verb.RESTART, "web1");
        agent.awaitState("web1", "guarding");
        agent.kill9();
      }
      long before = pair.web1.masterPid();
      agent.start();
      assertServes(pair, agent);
      assertThat(pair.web1.masterPid()).isEqualTo(before);
    }
  }

  @Test
  void killedWhileDrainingItIsPutBackUntouched() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      long before = pair.web1.masterPid();
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "draining");
      pair.awaitStatus("web1", "DRAIN");
      agent.kill9();
      assertThat(pair.status("web1")).startsWith("DRAIN");
      agent.start();
      assertServes(pair, agent);
      assertExplained(agent);
      assertThat(pair.web1.masterPid()).isEqualTo(before);
      pair.release();
      assertThat(slow.join()).isEqualTo(200);
    }
  }

  @Test
  void killedWhileDrainedByAnOperatorItStaysAsTheOperatorWanted() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      agent.order(Verb.DRAIN, "web1");
      agent.awaitState("web1", "drained");
      agent.kill9();
      agent.start();
      await().atMost(AgentProcess.PATIENCE).until(() -> !agent.stateOf("web1").isEmpty());
      agent.order(Verb.READY, "web1");
      assertServes(pair, agent);
    }
  }

  @Test
  void killedWhileStoppingTheRestartIsFinished() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      long before = pair.web1.masterPid();
      pair.gate("stop", true);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "stopping");
      agent.kill9();
      pair.gate("stop", false);
      agent.start();
      assertServes(pair, agent);
      assertExplained(agent);
      assertThat(pair.web1.masterPid()).isNotEqualTo(before);
    }
  }

  @Test
  void killedWhileStartingTheRestartIsFinished() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      pair.gate("start", true);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "starting");
      agent.kill9();
      pair.gate("start", false);
      agent.start();
      assertServes(pair, agent);
      assertExplained(agent);
    }
  }

  @Test
  void killedWhileVerifyingTheRestartIsFinished() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      pair.web1.healthy(false);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "verifying");
      agent.kill9();
      pair.web1.healthy(true);
      agent.start();
      assertServes(pair, agent);
      assertExplained(agent);
    }
  }

  @Test
  void killedWhileReadyingItIsReadied() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      pair.web1.healthy(false);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "verifying");
      try (var _ = Signals.stopped(pair.haproxy.pid())) {
        pair.web1.healthy(true);
        agent.awaitState("web1", "readying");
        agent.kill9();
      }
      agent.start();
      assertServes(pair, agent);
      assertExplained(agent);
    }
  }

  @Test
  void killedWhileWatchingItGoesOnServing() {
    try (var pair = new Pair(folder);
        var agent = agent(pair)) {
      agent.write(
          "rules.yml",
          """
          groups:
            - name: web
              rules:
                - { alert: Unwell, expr: probe_success == 0, for: 2s, remedy: restart }
          """);
      agent.start();
      agent.awaitState("web1", "serving");
      pair.web1.hang();
      agent.awaitState("web1", "watching");
      long before = pair.web1.masterPid();
      agent.kill9();
      agent.start();
      assertServes(pair, agent);
      assertThat(pair.web1.masterPid()).isEqualTo(before);
    }
  }

  @Test
  void killedWhileUndrainingItIsPutBack() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "draining");
      pair.awaitStatus("web1", "DRAIN");
      try (var _ = Signals.stopped(pair.haproxy.pid())) {
        agent.order(Verb.PAUSE, "a test");
        agent.awaitState("web1", "undraining");
        agent.kill9();
      }
      agent.start();
      agent.order(Verb.RESUME, "");
      assertServes(pair, agent);
      pair.release();
      assertThat(slow.join()).isEqualTo(200);
    }
  }

  @Test
  void killedWhileHeldOutItStaysOutAndSaysSo() {
    try (var pair = new Pair(folder);
        var agent = agent(pair).start()) {
      agent.awaitState("web1", "serving");
      pair.fail("start", true);
      agent.order(Verb.RESTART, "web1");
      agent.awaitState("web1", "held_out");
      agent.kill9();
      agent.start();
      agent.awaitState("web1", "held_out");
      pair.fail("start", false);
      pair.web1.start();
      agent.order(Verb.READY, "web1");
      assertServes(pair, agent);
    }
  }

  @Test
  void killedWhileARemedyWasOnlyHeldItsIncidentIsEndedByTheNext() {
    try (var pair = new Pair(folder);
        var agent = agent(pair)) {
      agent.write(
          "rules.yml",
          """
          groups:
            - name: held
              rules:
                - alert: WantsARestart
                  expr: service_up == 1
                  remedy: restart
                  mode: observe
          """);
      agent.start();
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> agent.newestIncident().path("outcome").asText().equals("held"));
      // the record is written by a thread of its own
      var record = agent.state().resolve("incidents.jsonl").toFile();
      await().atMost(AgentProcess.PATIENCE).until(() -> record.length() > 0);
      assertThat(agent.newestIncident().path("ended_at").isNull()).isTrue();
      agent.kill9();
      agent.write("rules.yml", "groups: []\n");
      agent.start();
      JsonNode incident = agent.awaitEndedIncident();
      assertThat(incident.path("outcome").asText()).isEqualTo("held");
      assertThat(AgentProcess.story(incident)).contains("an earlier agent process ended here");
    }
  }
}
