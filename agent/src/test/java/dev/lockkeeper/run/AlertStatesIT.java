package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The state of alerts over kill -9 and over an ordered end of the real agent.
class AlertStatesIT {
  private static final String RULES =
      """
      groups:
        - name: states
          rules:
            - alert: Firing
              expr: vector(1)
              for: 2s
              annotations: { since: "{{ with query `ALERTS_FOR_STATE{alertname='Firing'}` }}{{ . | first | value | humanizeTimestamp }}{{ end }}" }
            - alert: Waiting
              expr: node_load1 >= 0
              for: 1h
      """;

  @TempDir Path folder;

  private AgentProcess agent() {
    var agent = new AgentProcess(folder.resolve("agent"));
    agent.write("config.yml", agent.heading("observe"));
    return agent.write("rules.yml", RULES);
  }

  private static Optional<JsonNode> alert(AgentProcess agent, String name) {
    for (JsonNode one : agent.get("/api/v1/alerts").path("alerts")) {
      if (one.toString().contains("\"" + name + "\"")) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  private static JsonNode awaitAlert(AgentProcess agent, String name, String state) {
    await(name + " " + state)
        .atMost(AgentProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> alert(agent, name).filter(one -> one.toString().contains(state)).isPresent());
    return alert(agent, name).orElseThrow();
  }

  /// @param name of the alert that is to stand in the file
  private static String awaitKept(Path file, String name) {
    await(file + " holds " + name)
        .atMost(AgentProcess.PATIENCE)
        .until(() -> text(file).contains("/" + name + "/"));
    return text(file);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void alertsGoOnAfterKillNineAndKeepTheirBeginning() {
    try (var agent = agent().start()) {
      var firing = awaitAlert(agent, "Firing", "\"firing\"").path("active_at").asText();
      var waiting = awaitAlert(agent, "Waiting", "\"pending\"").path("active_at").asText();
      await("the file says that it fires")
          .atMost(AgentProcess.PATIENCE)
          .until(() ->
              text(agent.runtime().resolve("alert-states.json"))
                  .matches("(?s).*states/Firing/[^}]*\"firingSince\":[1-9].*"));
      awaitKept(agent.state().resolve("alert-states.json"), "Waiting");
      agent.kill9();
      agent.start();
      var after = awaitAlert(agent, "Firing", "\"firing\"");
      assertThat(after.path("active_at").asText()).isEqualTo(firing);
      assertThat(awaitAlert(agent, "Waiting", "\"pending\"").path("active_at").asText())
          .isEqualTo(waiting);
      assertThat(agent.output()).contains("2 of 2 alerts of the process before go on");
    }
  }

  @Test
  void anOrderedEndKeepsThemTooAndADamagedFileIsSaidAndLeftOut() throws Exception {
    try (var agent = agent().start()) {
      awaitAlert(agent, "Waiting", "\"pending\"");
      assertThat(agent.end("TERM")).isZero();
      var onDisk = agent.state().resolve("alert-states.json");
      assertThat(text(onDisk)).contains("states/Waiting/");
      Files.writeString(agent.runtime().resolve("alert-states.json"), "{");
      Files.writeString(onDisk, text(onDisk).replace("Waiting", "Writing"));
      agent.start();
      awaitAlert(agent, "Firing", "\"firing\"");
      assertThat(agent.output()).contains("is not usable").contains("alerts begin anew");
      assertThat(agent.output()).doesNotContain("of the process before go on");
    }
  }
}
