package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rule files change under a running agent.
class ReloadIT {
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(1);

  @TempDir Path folder;

  private AgentProcess agent(String rules) {
    var agent = new AgentProcess(folder.resolve("agent"));
    return agent.write("config.yml", agent.heading("observe")).write("rules.yml", rules);
  }

  /// A group of alerts that hold.
  private static String rules(String... alerts) {
    var text = new StringBuilder("groups:\n  - name: g\n    rules:\n");
    for (String alert : alerts) {
      text.append("      - alert: ").append(alert).append("\n        expr: vector(1)\n");
    }
    return text.toString();
  }

  private static Optional<JsonNode> alert(AgentProcess agent, String name) {
    for (JsonNode alert : agent.get("/api/v1/status").path("alerts")) {
      if (alert.path("rule").asText().equals(name)) {
        return Optional.of(alert);
      }
    }
    return Optional.empty();
  }

  private static void awaitAlert(AgentProcess agent, String name) {
    await(name)
        .atMost(AgentProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> alert(agent, name).isPresent());
  }

  private static String problems(AgentProcess agent) {
    return agent.get("/api/v1/status").path("problems").toString();
  }

  private static String metric(AgentProcess agent, String name) {
    return agent
        .text("/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("none");
  }

  @Test
  void aSavedFileTakesEffectWithinASecondAndAPendingAlertGoesOnWaitingMeanwhile() throws Exception {
    String waiting =
        """
              - alert: Waiting
                expr: vector(1) > 0
                for: 1h
                annotations: { summary: "%s" }
        """;
    try (var agent = agent(rules("First") + waiting.formatted("one")).start()) {
      awaitAlert(agent, "Waiting");
      String since = alert(agent, "Waiting").orElseThrow().path("active_at").asText();
      var times = new ArrayList<Long>();
      for (int i = 0; i < 7; i++) {
        // at any place of the agent's second
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(1000));
        long saved = System.nanoTime();
        agent.write("rules.yml", rules("First", "New" + i) + waiting.formatted("two"));
        awaitAlert(agent, "New" + i);
        times.add((System.nanoTime() - saved) / 1_000_000);
      }
      Collections.sort(times);
      System.out.println("from save to firing alert, ms: " + times);
      assertThat(Duration.ofMillis(times.get(times.size() / 2))).isLessThan(NOTICED_WITHIN);
      var pending = alert(agent, "Waiting").orElseThrow();
      assertThat(pending.path("state").asText()).isEqualTo("pending");
      assertThat(pending.path("active_at").asText()).isEqualTo(since);
      await()
          .atMost(AgentProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      alert(agent, "Waiting")
                          .orElseThrow()
                          .path("annotations")
                          .path("summary")
                          .asText())
                  .isEqualTo("two"));
      assertThat(alert(agent, "New0")).isEmpty();
    }
  }

  @Test
  void aBrokenFileChangesNothingIsToldEverywhereAndIsForgottenWhenMended() {
    try (var agent = agent(rules("Good")).start()) {
      awaitAlert(agent, "Good");
      assertThat(metric(agent, "lockkeeper_rules_last_reload_successful")).isEqualTo("1");
      double before =
          Double.parseDouble(
              metric(agent, "lockkeeper_rules_last_reload_success_timestamp_seconds"));
      agent.write("rules.yml", rules("Bad").replace("vector(1)", "sum by ("));
      String place = "rules.yml:5:23: error: groups[0].rules[0].expr: unexpected end of input";
      await()
          .atMost(AgentProcess.PATIENCE)
          .untilAsserted(() -> assertThat(problems(agent)).contains(place));
      assertThat(metric(agent, "lockkeeper_rules_last_reload_successful")).isEqualTo("0");
      assertThat(alert(agent, "Good")).isPresent();
      var ordered = agent.command("rules", "reload");
      assertThat(ordered.exit()).isEqualTo(1);
      assertThat(ordered.output()).contains("stay as they are").contains(place);
      assertThat(agent.command("status").output()).contains("the rules of before go on");
      assertThat(agent.output().lines().filter(line -> line.contains(place)).count()).isEqualTo(1);

      agent.write("rules.yml", rules("Good", "Mended"));
      awaitAlert(agent, "Mended");
      assertThat(problems(agent)).isEqualTo("[]");
      assertThat(metric(agent, "lockkeeper_rules_last_reload_successful")).isEqualTo("1");
      assertThat(
              Double.parseDouble(
                  metric(agent, "lockkeeper_rules_last_reload_success_timestamp_seconds")))
          .isGreaterThan(before);
      var again = agent.command("rules", "reload");
      assertThat(again.exit()).isZero();
      assertThat(again.output()).contains("nothing has changed: 2 rules of 1 files run");
    }
  }

  @Test
  void whatWasLastGoodRunsAfterAKillNineThatFollowsABrokenSave() {
    try (var agent = agent(rules("First")).start()) {
      awaitAlert(agent, "First");
      agent.write("rules.yml", rules("Second"));
      awaitAlert(agent, "Second");
      await("the copy")
          .atMost(AgentProcess.PATIENCE)
          .until(() ->
              Files.readString(agent.state().resolve("last-good-rules.json")).contains("Second"));
      agent.write("rules.yml", "groups: [");
      await().atMost(AgentProcess.PATIENCE).until(() -> problems(agent).contains("rules.yml:1:"));
      agent.kill9();
      agent.start();
      awaitAlert(agent, "Second");
      assertThat(problems(agent)).contains("the last good copy of them runs");
      agent.write("rules.yml", rules("Third"));
      awaitAlert(agent, "Third");
      assertThat(problems(agent)).isEqualTo("[]");
    }
  }

  @Test
  void aSymlinkThatIsSwappedTakesEffect() throws IOException {
    var agent = agent("");
    var mount = Files.createDirectories(folder.resolve("mount"));
    Files.createDirectories(mount.resolve("..1"));
    Files.writeString(mount.resolve("..1/rules.yml"), rules("One"));
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
    Files.delete(agent.folder().resolve("rules.yml"));
    Files.createSymbolicLink(
        agent.folder().resolve("rules.yml"), mount.resolve("..data/rules.yml"));
    try (agent) {
      agent.start();
      awaitAlert(agent, "One");
      Files.createDirectories(mount.resolve("..2"));
      Files.writeString(mount.resolve("..2/rules.yml"), rules("Two"));
      Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
      Files.move(
          mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      awaitAlert(agent, "Two");
      assertThat(alert(agent, "One")).isEmpty();
    }
  }

  @Test
  void aHangUpReadsTheFilesAndEndsNothing() {
    try (var agent = agent(rules("Good")).start()) {
      awaitAlert(agent, "Good");
      Signals.send(agent.process().pid(), "HUP");
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> agent.output().contains("say what runs already (SIGHUP)"));
      agent.write("config.yml", agent.heading("act"));
      Signals.send(agent.process().pid(), "HUP");
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> problems(agent).contains("that takes effect with the agent's next start"));
      assertThat(agent.command("rules", "reload").output()).contains("config.yml has changed");
      assertThat(agent.get("/api/v1/status").path("mode").asText()).isEqualTo("observe");
      assertThat(agent.process().isAlive()).isTrue();
      assertThat(agent.end("TERM")).isZero();
    }
  }
}
