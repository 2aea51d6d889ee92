package dev.lockkeeper.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.report.Incidents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Incidents outlive the agent, whatever happened to the file.
class IncidentFileTest {
  @TempDir Path folder;

  @Test
  void theNextProcessKnowsEveryIncidentInItsLatestForm() {
    keep(Incidents.open("a", 1), Incidents.open("b", 2), Incidents.ended("a", 1, Outcome.CURED));
    assertThat(load())
        .containsExactlyInAnyOrder(Incidents.ended("a", 1, Outcome.CURED), Incidents.open("b", 2));
  }

  @Test
  void aTornLineCostsItselfAndNothingElse() throws IOException {
    keep(Incidents.open("a", 1));
    append("{\"id\":\"torn\",\"requ".getBytes(StandardCharsets.UTF_8));
    keep(Incidents.open("b", 2));
    assertThat(load()).extracting(Incident::id).containsExactly("a", "b");
  }

  @Test
  void rubbishIsPassedOver() throws IOException {
    append(new byte[] {(byte) 0xff, 0, (byte) 0xc3, '\n'});
    append("null\n[]\n{}\n{\"id\":\"x\"}\n7\n".getBytes(StandardCharsets.UTF_8));
    keep(Incidents.open("a", 1));
    assertThat(load()).extracting(Incident::id).containsExactly("a");
  }

  @Test
  void aNewerAgentsKeysAreIgnored() throws IOException {
    keep(Incidents.open("a", 1));
    var line = Files.readString(file());
    Files.writeString(file(), line.replaceFirst("\\{", "{\"colour\":\"blue\","));
    assertThat(load()).containsExactly(Incidents.open("a", 1));
  }

  @Test
  void theFileIsBoundedAndOneOldOneIsKept() throws IOException {
    try (var store = new IncidentFile(folder, 10_000)) {
      for (int i = 0; i < 200; i++) {
        store.keep(Incidents.open("i" + i, i));
        int count = i;
        Awaitility.await()
            .pollInterval(Duration.ofMillis(2))
            .until(() -> Files.readString(file()).contains("\"i" + count + "\""));
      }
    }
    assertThat(Files.size(file())).isLessThan(11_000);
    assertThat(Files.size(folder.resolve("incidents.1.jsonl"))).isBetween(10_000L, 11_000L);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
    assertThat(load()).hasSizeGreaterThan(20).last().isEqualTo(Incidents.open("i199", 199));
  }

  @Test
  void aDirectoryThatCannotBeWrittenCostsTheRecordOnlyAndSaysSo() throws IOException {
    Files.writeString(folder.resolve("state"), "a file where a directory should be");
    try (var store = new IncidentFile(folder.resolve("state"))) {
      store.keep(Incidents.open("a", 1));
      Awaitility.await().until(() -> store.dropped() == 1);
      assertThat(store.problem()).contains("incidents.jsonl");
      assertThat(store.load()).isEmpty();
    }
  }

  @Test
  void aMissingDirectoryIsMade() {
    folder = folder.resolve("var/lib/lockkeeper");
    assertThat(load()).isEmpty();
    keep(Incidents.open("a", 1));
    assertThat(load()).hasSize(1);
  }

  private void keep(Incident... incidents) {
    try (var store = new IncidentFile(folder)) {
      for (var incident : incidents) {
        store.keep(incident);
      }
    }
  }

  private List<Incident> load() {
    try (var store = new IncidentFile(folder)) {
      return store.load();
    }
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(file(), bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path file() {
    return folder.resolve("incidents.jsonl");
  }
}
