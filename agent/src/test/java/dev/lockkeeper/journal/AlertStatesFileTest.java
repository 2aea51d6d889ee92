package dev.lockkeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.rule.SavedAlerts;
import dev.lockkeeper.rule.SavedAlerts.SavedAlert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertStatesFileTest {
  @TempDir Path folder;

  private Path runtime() {
    return folder.resolve("run");
  }

  private Path state() {
    return folder.resolve("state");
  }

  private AlertStatesFile file() {
    return new AlertStatesFile(runtime(), state());
  }

  private void write(SavedAlerts saved) {
    file().writeRuntime(saved);
    file().writeState(saved);
  }

  private static SavedAlerts saved(long at, double value) {
    return new SavedAlerts(
        at,
        List.of(
            new SavedAlert(
                "web/Down/1f",
                Labels.of("alertname", "Down", "a", "{\"ä\n"),
                Labels.of("a", "{\"ä\n"),
                value,
                at - 5000,
                at - 2000,
                true,
                3000,
                400)));
  }

  @Test
  void whatIsWrittenIsRead() {
    write(saved(10_000, 1.5));
    assertThat(file().read()).isEqualTo(saved(10_000, 1.5));
    write(saved(11_000, Double.POSITIVE_INFINITY));
    assertThat(file().read()).isEqualTo(saved(11_000, Double.POSITIVE_INFINITY));
  }

  @Test
  void theNewerOfBothCounts() {
    write(saved(10_000, 1));
    file().writeRuntime(saved(12_000, 2));
    assertThat(file().read()).isEqualTo(saved(12_000, 2));
  }

  @Test
  void afterARebootTheStateDirectoryIsLeft() throws Exception {
    write(saved(10_000, 1));
    Files.delete(runtime().resolve("alert-states.json"));
    assertThat(file().read()).isEqualTo(saved(10_000, 1));
  }

  @Test
  void nothingThereIsNothing() {
    assertThat(file().read()).isEqualTo(SavedAlerts.NONE);
  }

  @Test
  void aDamagedFileIsSetAsideAndTheOtherOneCounts() throws Exception {
    write(saved(10_000, 1));
    file().writeRuntime(saved(12_000, 2));
    var damaged = runtime().resolve("alert-states.json");
    Files.writeString(damaged, Files.readString(damaged).replace("Down", "Doom"));
    assertThat(file().read()).isEqualTo(saved(10_000, 1));
    assertThat(runtime().resolve("alert-states.json.damaged")).exists();
    assertThat(damaged).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenStopsNothing() throws Exception {
    Files.writeString(state(), "a file where a folder should be");
    write(saved(10_000, 1));
    assertThat(file().read()).isEqualTo(saved(10_000, 1));
  }
}
