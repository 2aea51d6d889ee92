package dev.lockkeeper.service.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.lab.Nginx;
import dev.lockkeeper.model.ControlSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real nginx, and small programs that misbehave.
class CommandControlIT {
  @TempDir Path folder;

  private CommandControl control(
      List<String> start, List<String> stop, List<String> reload, Path pidFile) {
    return new CommandControl(
        new ControlSpec.Command(start, stop, reload, pidFile.toString()),
        new DetachedLauncher(folder.resolve("run/start")),
        folder.resolve("run/out"));
  }

  private CommandControl of(Nginx nginx) {
    return control(
        nginx.startCommand(), nginx.stopCommand(), nginx.reloadCommand(), nginx.pidFile());
  }

  @Test
  void nginxStartsAndReloadsAndStops() throws IOException {
    try (var nginx = Nginx.create("web1")) {
      CommandControl control = of(nginx);
      assertThat(control.status().running()).isFalse();
      control.stop();

      control.start();
      assertThat(control.status().mainPid()).isEqualTo(nginx.masterPid());
      await().until(() -> nginx.status("/") == 200);
      control.start();

      control.reload();
      await().until(() -> nginx.status("/") == 200);

      List<Long> workers = nginx.workerPids();
      control.stop();
      assertThat(control.status().running()).isFalse();
      assertThat(workers)
          .noneMatch(pid -> new ProcTable(Path.of("/proc")).running(pid).isPresent());
    }
  }

  @Test
  void nginxInTheForegroundOutlivesTheThreadThatStartedIt() throws Exception {
    try (var nginx = Nginx.create("web1")) {
      var start = new ArrayList<>(nginx.startCommand());
      start.addAll(List.of("-g", "daemon off;"));
      CommandControl control =
          control(start, nginx.stopCommand(), nginx.reloadCommand(), nginx.pidFile());
      Thread starter =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  control.start();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      starter.join(20_000);
      assertThat(control.status().running()).isTrue();
      String stat = Files.readString(Path.of("/proc/" + nginx.masterPid() + "/stat"));
      long session = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
      assertThat(session).as("a session of its own").isEqualTo(nginx.masterPid());
      assertThat(Files.readSymbolicLink(Path.of("/proc/" + nginx.masterPid() + "/fd/1")).toString())
          .doesNotContain("pipe");
      control.kill();
      assertThat(control.status().running()).isFalse();
    }
  }

  @Test
  void aHungNginxIsKilledWithItsWorkers() throws Exception {
    try (var nginx = Nginx.started("web1")) {
      CommandControl control = of(nginx);
      List<Long> workers = nginx.workerPids();
      nginx.hang();
      var ended = new AtomicReference<Exception>();
      Thread stopping =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  control.stop();
                } catch (IOException e) {
                  ended.set(e);
                }
              });
      await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
      stopping.interrupt();
      stopping.join(10_000);
      assertThat(ended.get()).isInstanceOf(InterruptedIOException.class);

      control.kill();

      assertThat(workers)
          .noneMatch(pid -> new ProcTable(Path.of("/proc")).running(pid).isPresent());
      assertThat(nginx.status("/")).isZero();
      control.start();
      await().until(() -> nginx.status("/") == 200);
    }
  }

  @Test
  void aStartThatFailsSaysHowItEndedAndWhatItSaid() {
    CommandControl control =
        control(
            List.of("/bin/sh", "-c", "echo port 80 is taken >&2; exit 3"),
            List.of("true"),
            List.of(),
            folder.resolve("none.pid"));
    assertThatThrownBy(control::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with status 3: port 80 is taken");
    assertThatThrownBy(control::reload).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aProgramThatIsMissingSaysSo() {
    CommandControl control =
        control(
            List.of("/nonexistent/nginx"), List.of("true"), List.of(), folder.resolve("none.pid"));
    assertThatThrownBy(control::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/nonexistent/nginx");
  }

  @Test
  void aPidFileThatNamesAYoungerProcessIsStale() throws Exception {
    Process other = new ProcessBuilder("sleep", "1000").start();
    try {
      Path pidFile = folder.resolve("stale.pid");
      Files.writeString(pidFile, other.pid() + "\n");
      Files.setLastModifiedTime(
          pidFile,
          java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(3600)));
      CommandControl control = control(List.of("true"), List.of("true"), List.of(), pidFile);
      assertThat(control.status().running()).isFalse();
      control.kill();
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aPidFileWithSomethingElseInItIsAnError() throws Exception {
    Path pidFile = folder.resolve("odd.pid");
    CommandControl control = control(List.of("true"), List.of("true"), List.of(), pidFile);
    for (String text : List.of("nginx", "-1", "1", "0", "99999999999999999999")) {
      Files.writeString(pidFile, text);
      assertThatThrownBy(control::status).as(text).isInstanceOf(IOException.class);
    }
    Files.writeString(pidFile, "");
    assertThat(control.status().running()).isFalse();
  }
}
