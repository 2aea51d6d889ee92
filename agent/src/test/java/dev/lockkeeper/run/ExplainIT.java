package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.lab.Program;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A running agent explains its rules.
class ExplainIT {
  private static final String RULES =
      """
      groups:
        - name: host
          rules:
            - alert: Overloaded
              expr: node_load1 > 1e9
            - alert: Awake
              expr: node_load1 >= 0
              for: 1h
            - alert: Sick
              expr: probe_success{service="nobody"} == 0 and on(service) service_up{service="nobody"} == 1
              remedy: restart
      """;

  @TempDir Path folder;

  private AgentProcess agent() {
    var agent = new AgentProcess(folder.resolve("agent"));
    return agent.write("config.yml", agent.heading("observe")).write("rules.yml", RULES);
  }

  private static Program.Result explain(AgentProcess agent, String... words) {
    var all = new String[words.length + 2];
    all[0] = "rules";
    all[1] = "explain";
    System.arraycopy(words, 0, all, 2, words.length);
    return agent.command(all);
  }

  @Test
  void anAlertThatDoesNotFireIsExplainedDownToItsSeries() {
    try (var agent = agent().start()) {
      await()
          .atMost(AgentProcess.PATIENCE)
          .untilAsserted(
              () -> assertThat(explain(agent, "Overloaded").output()).contains("is false"));
      var told = explain(agent, "Overloaded");
      assertThat(told.exit()).isZero();
      assertThat(told.output())
          .contains("rules.yml:4, group host")
          .containsPattern("\\{\\}  not firing: [0-9.]+ > 1000000000 is false: node_load1 > 1e9")
          .containsPattern("└─ node_load1 +[0-9.]+ +[0-9.]+ s old");
    }
  }

  @Test
  void aPendingAlertTellsWhenItFires() throws IOException {
    try (var agent = agent().start()) {
      await()
          .atMost(AgentProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(explain(agent, "Awake").output())
                  .contains("pending since")
                  .contains(" if it goes on"));
      JsonNode document = new ObjectMapper().readTree(explain(agent, "Awake", "--json").output());
      JsonNode set = document.path("rules").path(0).path("label_sets").path(0);
      assertThat(set.path("state").asText()).isEqualTo("pending");
      assertThat(set.path("holds_now").asBoolean()).isTrue();
      assertThat(set.path("for_left_seconds").asDouble()).isBetween(3000.0, 3600.0);
      assertThat(set.path("parts").path("operands").path(0).path("expression").asText())
          .isEqualTo("node_load1");
    }
  }

  @Test
  void aRuleWithoutAnySeriesAndAWrongNameAreAnswered() {
    try (var agent = agent().start()) {
      assertThat(explain(agent, "Sick").output())
          .contains("there is no series that it could be about")
          .contains("nothing: no such series");
      var wrong = explain(agent, "Overlaoded");
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.output())
          .contains("no rule is called \"Overlaoded\"; did you mean \"Overloaded\"?");
    }
  }
}
