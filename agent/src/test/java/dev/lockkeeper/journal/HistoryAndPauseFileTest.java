package dev.lockkeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryAndPauseFileTest {
  @TempDir Path folder;

  private static final List<PastRemediation> PAST =
      List.of(
          new PastRemediation(
              "web1-1",
              "web1",
              Remedy.RESTART,
              RemedyRequest.Trigger.RULE,
              "WebServerHung",
              Instant.parse("2026-01-02T03:04:05.678Z"),
              Incident.Outcome.RELAPSED));

  @Test
  void theHistoryIsReadBackAsItWas() throws IOException {
    var file = new HistoryFile(folder.resolve("state"));
    assertThat(file.read()).isEmpty();
    file.write(PAST);
    assertThat(new HistoryFile(folder.resolve("state")).read()).isEqualTo(PAST);
  }

  @Test
  void aHistoryCutAnywhereIsSetAsideAndEmpty() throws IOException {
    var file = new HistoryFile(folder);
    file.write(PAST);
    byte[] whole = Files.readAllBytes(folder.resolve("history.json"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(folder.resolve("history.json"), Arrays.copyOf(whole, length));
      assertThat(file.read()).isEmpty();
      assertThat(Files.exists(folder.resolve("history.json.damaged"))).isTrue();
    }
  }

  @Test
  void aHistoryOfANewerVersionIsRefusedByName() throws IOException {
    Files.writeString(
        folder.resolve("history.json"), "lockkeeper-history 9 0 2 crc32c=00000000\n[]");
    assertThatThrownBy(() -> new HistoryFile(folder).read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format 9");
  }

  @Test
  void aPauseInEitherDirectoryCountsAndResumeEndsBoth() throws IOException {
    Path runtime = Files.createDirectory(folder.resolve("run"));
    Path state = Files.createDirectory(folder.resolve("state"));
    var file = new PauseFile(runtime, state);
    assertThat(file.reason()).isEmpty();
    Files.writeString(state.resolve("pause"), "moving the racks\n");
    assertThat(file.reason()).contains("moving the racks");
    file.resume();
    assertThat(file.reason()).isEmpty();
    Files.createFile(runtime.resolve("pause"));
    assertThat(file.reason()).contains("");
    file.pause("new disks");
    assertThat(file.reason()).contains("new disks");
    assertThat(Files.exists(state.resolve("pause"))).isTrue();
    file.resume();
    assertThat(Files.exists(state.resolve("pause"))).isFalse();
    file.resume();
  }

  @Test
  void aPauseThatCannotBeReadCountsAsOn() throws IOException {
    Files.createDirectories(folder.resolve("run/pause"));
    assertThat(new PauseFile(folder.resolve("run"), folder.resolve("state")).reason()).isPresent();
  }
}
