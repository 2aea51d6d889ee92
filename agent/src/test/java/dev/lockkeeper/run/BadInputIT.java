package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.report.AgentRequest.Verb;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Broken files: everything is said at once, nothing is half applied, and what a former process
/// left is put right all the same.
class BadInputIT {
  private static final String GOOD_RULES =
      """
      groups:
        - name: good
          rules:
            - alert: NeverFires
              expr: vector(0) > 1
      """;

  @TempDir Path folder;

  private AgentProcess agent(String services) {
    var agent = new AgentProcess(folder.resolve("agent"));
    return agent
        .write("config.yml", agent.heading("act") + services)
        .write("rules.yml", GOOD_RULES);
  }

  /// Several defects in each of three files.
  private static void breakEverything(AgentProcess agent) {
    agent.write(
        "config.yml",
        """
        mode: obsserve
        interval: 5
        rules: [ "*rules.yml" ]
        directories: { state: %s, runtime: %s }
        server: { listen: "127.0.0.1:0" }
        lables: { a: b }
        """
            .formatted(agent.state(), agent.runtime()));
    agent.write(
        "a-rules.yml",
        """
        groups:
          - name: a
            rules:
              - alert: Broken
                expr: sum by ( > 3
              - alert: Typo
                expr: vector(1)
                anotations: { summary: x }
              - alert: Bare
                expr: vector(1)
                for: 5
        """);
    agent.write(
        "b-rules.yml",
        """
        groups:
          - name: b
            name: b
            rules: []
        """);
    agent.write(
        "c-rules.yml",
        """
        groups: &all
          - name: c
            rules: *all
        """);
    agent.write("rules.yml", GOOD_RULES);
  }

  private static void assertAllSaid(AgentProcess agent, String output) {
    assertThat(output)
        .containsPattern("config\\.yml:1:\\d+: .*observe")
        .containsPattern("config\\.yml:2:\\d+: ")
        .containsPattern("config\\.yml:6:\\d+: .*labels")
        .containsPattern("a-rules\\.yml:5:\\d+: ")
        .containsPattern("a-rules\\.yml:8:\\d+: .*annotations")
        .containsPattern("a-rules\\.yml:11:\\d+: ")
        .containsPattern("b-rules\\.yml:3:\\d+: ")
        .containsPattern("c-rules\\.yml:\\d+:\\d+: ")
        .doesNotContain("\tat ");
    assertThat(agent.runtime().resolve("journal")).doesNotExist();
  }

  @Test
  void everyProblemOfAllFilesIsPrintedAtOnceAndNothingIsStarted() {
    try (var agent = agent("")) {
      breakEverything(agent);
      for (String word : new String[] {"check", "run"}) {
        var result = agent.command(word);
        assertThat(result.exit()).as(word + ":\n" + result.output()).isEqualTo(1);
        assertAllSaid(agent, result.output());
        assertThat(agent.runtime().resolve("control.sock")).doesNotExist();
      }
    }
  }

  @Test
  void aRunningAgentGoesOnWhenItsFilesAreBrokenForTheNextStartAndSaysThatTheyHaveChanged() {
    try (var agent = agent("").start()) {
      breakEverything(agent);
      var second = agent.command("run");
      assertThat(second.exit()).isEqualTo(1);
      assertAllSaid(agent, second.output());
      await()
          .atMost(AgentProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(agent.get("/api/v1/status").path("problems").toString())
                  .contains(
                      "config.yml has changed: that takes effect with the agent's next start"));
      assertThat(agent.get("/api/v1/status").path("problems")).hasSize(1);
      assertThat(agent.get("/api/v1/status").path("rules").asInt()).isEqualTo(1);
      assertThat(agent.command("status").exit()).isEqualTo(1);
      assertThat(agent.text("/-/healthy")).contains("is healthy");
    }
  }

  @Test
  void aRuleFileThatBrokeWhileTheAgentWasDownRunsAsItWasLastGoodAndSaysSo() {
    try (var agent = agent("").start()) {
      assertThat(agent.text("/metrics")).contains("lockkeeper_rules_last_good 0");
      agent.end("TERM");
      agent.write("rules.yml", GOOD_RULES.replace("vector(0) > 1", "vector(0 > 1"));
      agent.start();
      assertThat(agent.output())
          .containsPattern("rules\\.yml:5:\\d+: ")
          .contains("the last good copy of them runs");
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> agent.text("/metrics").contains("lockkeeper_rules_last_good 1"));
      var status = agent.get("/api/v1/status");
      assertThat(status.path("rules").asInt()).isEqualTo(1);
      assertThat(status.path("problems").toString()).contains("the last good copy of them runs");
    }
  }

  @Test
  void rulesThatWereNeverGoodEndTheStart() {
    try (var agent = agent("").write("rules.yml", "groups: 1\n")) {
      var start = agent.command("run");
      assertThat(start.exit()).isEqualTo(1);
      assertThat(start.output()).containsPattern("rules\\.yml:1:\\d+: ");
    }
  }

  @Test
  void aStartThatFailsFirstPutsBackWhatAKilledAgentHadDrained() throws Exception {
    try (var pair = new Pair(folder);
        var agent = agent(pair.service("drain: { deadline: 60s, stalled_after: 60s }\n")).start()) {
      agent.awaitState("web1", "serving");
      var slow = pair.slowRequest("web1");
      agent.order(Verb.RESTART, "web1");
      pair.awaitStatus("web1", "DRAIN");
      agent.kill9();
      String good = Files.readString(agent.folder().resolve("config.yml"));
      agent.write("config.yml", good.replace("interval: 1s", "interval: 1"));
      var start = agent.command("run");
      assertThat(start.exit()).as(start.output()).isEqualTo(1);
      assertThat(start.output())
          .containsPattern("config\\.yml:2:\\d+: ")
          .contains("a former process left web1 draining");
      pair.awaitStatus("web1", "UP");
      pair.release();
      assertThat(slow.join()).isEqualTo(200);
    }
  }
}
