package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged agent and its history on disk.
class HistoryIT {
  private static final Pattern VALUE = Pattern.compile("(?m)^(\\d+)");

  @TempDir Path folder;

  @Test
  void windowsReachBackBeforeAKill9AndBeforeACleanEnd() throws Exception {
    try (var agent = new AgentProcess(folder.resolve("agent"))) {
      agent.write("config.yml", agent.heading("observe"));
      agent.write("rules.yml", "groups: []\n");
      agent.start();
      // the first minute has gone to the disk
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> blocks(agent) >= 1);
      agent.kill9();
      agent.start();
      int afterKill = counted(agent);
      assertThat(afterKill).isGreaterThan(40);
      assertThat(agent.output()).contains("series is back in memory");
      await().atMost(AgentProcess.PATIENCE).until(() -> counted(agent) > afterKill + 3);
      assertThat(agent.end("TERM")).isZero();
      assertThat(blocks(agent)).isGreaterThanOrEqualTo(2);
      agent.start();
      assertThat(counted(agent)).isGreaterThan(afterKill + 3);
      assertThat(agent.text("/metrics")).contains("lockkeeper_history_bytes ");
      assertThat(agent.get("/api/v1/status").path("problems")).isEmpty();
    }
  }

  @Test
  void garbageInTheDirectoryKeepsNothingFromStarting() throws Exception {
    try (var agent = new AgentProcess(folder.resolve("agent"))) {
      agent.write(
          "config.yml", agent.heading("observe") + "history: { keep: 1h, at_most: 1MiB }\n");
      agent.write("rules.yml", "groups: []\n");
      long now = System.currentTimeMillis();
      Path history = Files.createDirectories(agent.state().resolve("history"));
      Files.writeString(history.resolve((now - 60_000) + "-" + now + ".samples"), "torn");
      Files.write(
          history.resolve((now - 120_000) + "-" + (now - 60_000) + ".buckets"), new byte[5000]);
      Files.createDirectories(history.resolve("1-2.samples"));
      agent.start();
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> agent.output().contains("not a block of history"));
      assertThat(agent.output()).contains("torn: 4 bytes are less than a header");
      assertThat(counted(agent)).isPositive();
    }
  }

  private static long blocks(AgentProcess agent) {
    try (var files = Files.list(agent.state().resolve("history"))) {
      return files.filter(file -> file.toString().endsWith(".samples")).count();
    } catch (IOException e) {
      return 0;
    }
  }

  /// Samples of the last five minutes.
  private static int counted(AgentProcess agent) {
    int[] count = {0};
    await()
        .atMost(AgentProcess.PATIENCE)
        .until(() -> {
          var matcher =
              VALUE.matcher(agent.command("query", "count_over_time(node_load1[5m])").output());
          count[0] = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
          return count[0] > 0;
        });
    return count[0];
  }
}
