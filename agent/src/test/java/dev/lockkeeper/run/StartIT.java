package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.lab.Nginx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first start, with the configuration and the rules that lie at the repository's top.
class StartIT {
  private static final Path TOP = Path.of("").toAbsolutePath().getParent();

  @TempDir Path folder;

  /// The shipped files; only port and directories are this test's own.
  private AgentProcess shipped(String listen, Path state) throws IOException {
    var agent = new AgentProcess(folder.resolve("agent"));
    String shipped = Files.readString(TOP.resolve("config.yml"));
    assertThat(shipped).contains("server: { listen: \"127.0.0.1:9755\" }");
    agent.write(
        "config.yml",
        shipped.replace("127.0.0.1:9755", listen)
            + "directories: { state: %s, runtime: %s }\n".formatted(state, agent.runtime()));
    Files.createDirectories(agent.folder().resolve("rules"));
    try (var rules = Files.newDirectoryStream(TOP.resolve("rules"), "*.yml")) {
      for (Path file : rules) {
        agent.write("rules/" + file.getFileName(), Files.readString(file));
      }
    }
    return agent;
  }

  private AgentProcess shipped() throws IOException {
    return shipped("127.0.0.1:0", folder.resolve("agent/state"));
  }

  /// The service that the agent has found on a port, by its banner.
  private static String found(AgentProcess agent, int port) {
    return agent
        .output()
        .lines()
        .filter(line -> line.contains("found ") && line.contains("ports " + port + ")"))
        .map(line -> line.strip().split("\\s+", -1)[1])
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing found on " + port + ":\n" + agent.output()));
  }

  @Test
  void theShippedConfigurationFindsARunningNginxAndObservesIt() throws Exception {
    try (var nginx = Nginx.started("found");
        var agent = shipped().start()) {
      assertThat(agent.output())
          .contains("mode observe (says what it would do, does nothing)")
          .contains("look at   http://127.0.0.1:")
          .contains("/metrics")
          .contains("lockkeeper status");
      String name = found(agent, nginx.port());
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() ->
              agent.text("/metrics").contains("service_up{service=\"" + name + "\"} 1")
                  && agent.text("/metrics").contains("probe_success{service=\"" + name + "\"} 1"));
      assertThat(agent.text("/metrics"))
          .contains("node_cpu_seconds_total{")
          .contains("node_load1 ")
          .contains("node_memory_MemAvailable_bytes ")
          .contains("node_disk_")
          .contains("node_filesystem_avail_bytes{")
          .contains("node_network_receive_bytes_total{")
          .contains("node_uname_info{")
          .contains("node_time_seconds ");
      // still so after the survey has been round several times
      long ticks = ticks(agent);
      await().atMost(AgentProcess.PATIENCE).until(() -> ticks(agent) >= ticks + 5);
      assertThat(agent.text("/metrics")).contains("service_up{service=\"" + name + "\"} 1");
      JsonNode status = agent.get("/api/v1/status");
      assertThat(status.path("rules").asInt()).isPositive();
      assertThat(status.path("problems")).isEmpty();
      for (JsonNode alert : status.path("alerts")) {
        assertThat(alert.path("labels").path("service").asText()).isNotEqualTo(name);
      }
      assertThat(agent.command("check").exit()).isZero();
      var services = agent.command("services");
      assertThat(services.exit()).isZero();
      assertThat(services.output()).contains(name).contains("observe");
      var said = agent.command("status");
      assertThat(said.output()).contains(name).contains("problems   none");
      // 1 says that something fires; another web server of this machine may be down
      assertThat(said.exit()).isEqualTo(said.output().contains("firing") ? 1 : 0);
    }
  }

  private static long ticks(AgentProcess agent) {
    return agent
        .text("/metrics")
        .lines()
        .filter(line -> line.startsWith("lockkeeper_ticks_total "))
        .map(line -> (long) Double.parseDouble(line.split(" ", -1)[1]))
        .findFirst()
        .orElse(0L);
  }

  @Test
  void anOrderedEndIsPromptLeavesNothingAndIsNoFailure() throws Exception {
    for (String signal : new String[] {"INT", "TERM"}) {
      try (var agent = shipped().start()) {
        // a client that keeps its connection open, which must not hold the end up
        assertThat(agent.get("/api/v1/status").path("mode").asText()).isEqualTo("observe");
        long asked = System.nanoTime();
        assertThat(agent.end(signal)).as(signal + ": " + agent.output()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(4));
        assertThat(agent.runtime().resolve("control.sock")).doesNotExist();
        assertThat(agent.output()).doesNotContain("cleanly");
      }
    }
  }

  @Test
  void aSecondAgentIsToldWhichOneRunsAlready() throws Exception {
    try (var agent = shipped().start()) {
      var second = agent.command("run");
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.output())
          .contains("an agent already runs")
          .contains("process " + agent.process().pid());
      assertThat(agent.command("services").exit()).as("the first one is unaffected").isZero();
    }
  }

  @Test
  void aTakenPortIsNamedAndEndsTheStart() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var agent = shipped("127.0.0.1:" + taken.getLocalPort(), folder.resolve("agent/state"))) {
      var start = agent.command("run");
      assertThat(start.exit()).isEqualTo(1);
      assertThat(start.output())
          .contains("can't listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("in use")
          .doesNotContain("\tat ");
      assertThat(agent.runtime().resolve("control.sock")).doesNotExist();
    }
  }

  @Test
  void aStateDirectoryThatCanNotBeWrittenDoesNotKeepItDownButIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "not a directory");
    try (var agent = shipped("127.0.0.1:0", file.resolve("state")).start()) {
      assertThat(agent.output()).contains("the state directory " + file.resolve("state"));
      assertThat(agent.get("/api/v1/status").path("problems").toString())
          .contains("the state directory");
    }
  }
}
