package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.notify.alertmanager.Alertmanager;
import dev.lockkeeper.report.AgentRequest.Verb;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alerts on their whole way, from a real nginx to a real Alertmanager.
class AlertsIT {
  private static final String RULES =
      """
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: service_up == 0
              labels: { severity: critical }
              annotations: { summary: "{{ $labels.service }} does not run" }
            - alert: WebSick
              expr: probe_success == 0 and on(service) service_up == 1
              remedy: restart
              mode: approve
      """;

  @TempDir Path folder;

  private AgentProcess agent(Pair pair, String... receivers) {
    var agent = new AgentProcess(folder.resolve("agent"));
    var urls = String.join("\", \"", receivers);
    return agent
        .write(
            "config.yml",
            agent.heading("act")
                + "instance: testbed\nlabels: { datacenter: fra1 }\n"
                + "alerts:\n  resend: 2s\n  to:\n    - alertmanager: { urls: [ \""
                + urls
                + "\" ] }\n"
                + pair.service("guards: { cooldown: 1s }\n"))
        .write("rules.yml", RULES);
  }

  private static JsonNode awaitAlert(Alertmanager manager, String name) {
    await(name).atMost(AgentProcess.PATIENCE).until(() -> alert(manager, name).isPresent());
    return alert(manager, name).orElseThrow();
  }

  private static void awaitNone(Alertmanager manager, String name) {
    await("no " + name).atMost(AgentProcess.PATIENCE).until(() -> alert(manager, name).isEmpty());
  }

  private static Optional<JsonNode> alert(Alertmanager manager, String name) {
    return manager.alerts().stream()
        .filter(alert -> alert.path("labels").path("alertname").asText().equals(name))
        .findFirst();
  }

  @Test
  void anAlertOfAStoppedServerArrivesAndEndsThoughOneOfTwoReceiversIsDown() {
    String dead = "http://127.0.0.1:" + FreePorts.next();
    try (var pair = new Pair(folder);
        var manager = Alertmanager.create(folder)) {
      manager.start();
      try (var agent = agent(pair, dead, manager.url().toString()).start()) {
        agent.awaitState("web1", "serving");
        pair.web1.stop();
        var alert = awaitAlert(manager, "WebDown");
        var labels = alert.path("labels");
        assertThat(labels.path("service").asText()).isEqualTo("web1");
        assertThat(labels.path("instance").asText()).isEqualTo("testbed");
        assertThat(labels.path("datacenter").asText()).isEqualTo("fra1");
        assertThat(labels.path("severity").asText()).isEqualTo("critical");
        assertThat(alert.path("annotations").path("summary").asText())
            .isEqualTo("web1 does not run");
        await()
            .atMost(AgentProcess.PATIENCE)
            .untilAsserted(() ->
                assertThat(agent.get("/api/v1/status").path("problems").toString())
                    .contains(dead)
                    .doesNotContain(manager.url().toString()));
        pair.web1.start();
        awaitNone(manager, "WebDown");
      }
    }
  }

  @Test
  void whatWaitsForAPersonArrivesWithTheCommandToType() {
    try (var pair = new Pair(folder);
        var manager = Alertmanager.create(folder)) {
      manager.start();
      try (var agent = agent(pair, manager.url().toString()).start()) {
        agent.awaitState("web1", "serving");
        pair.fail("start", true);
        pair.web1.healthy(false);
        var question = awaitAlert(manager, "AwaitingApproval");
        String command = question.path("annotations").path("command").asText();
        assertThat(command).startsWith("lockkeeper approve web1-");
        assertThat(question.path("annotations").path("summary").asText())
            .contains("restart")
            .contains("WebSick");
        assertThat(question.path("annotations").path("expires").asText())
            .isGreaterThan(question.path("startsAt").asText());
        String incident = command.substring("lockkeeper approve ".length());
        agent.order(Verb.APPROVE, incident);
        awaitNone(manager, "AwaitingApproval");
        var page = awaitAlert(manager, "HeldOut");
        assertThat(page.path("annotations").path("command").asText())
            .isEqualTo("lockkeeper ready web1");
        assertThat(page.path("annotations").path("incident").asText()).isEqualTo(incident);
        assertThat(page.path("annotations").path("summary").asText())
            .contains("the start failed twice");
        assertThat(page.path("labels").path("instance").asText()).isEqualTo("testbed");
        pair.fail("start", false);
        pair.web1.healthy(true);
        pair.web1.start();
        agent.order(Verb.READY, "web1");
        awaitNone(manager, "HeldOut");
        agent.awaitEndedIncident();
        var told = agent.command("incidents", incident);
        assertThat(told.exit()).isZero();
        assertThat(told.output())
            .contains("because  WebSick")
            .contains("held, awaiting approval: wants to restart web1")
            .contains("a person put it back");
      }
    }
  }
}
