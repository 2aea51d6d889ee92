package dev.lockkeeper.service.command;

import dev.lockkeeper.act.Launcher;
import dev.lockkeeper.act.ServiceControl;
import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.ControlStatus;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A service that programs start, stop and reload. Its pid file says which process it is: a program
/// that stays in the foreground must write one too.
public final class CommandControl implements ServiceControl {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /// A start program that has ended well may leave the pid file to its child for this long.
  private static final Duration PID_FILE_LATER = Duration.ofSeconds(10);

  /// Longer than any deadline that callers have, shorter than for ever.
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  private static final File NULL = new File("/dev/null");

  private final ControlSpec.Command spec;
  private final Launcher launcher;
  private final Output output;
  private final ProcTable processes = new ProcTable(Path.of("/proc"));
  private final PidFile pidFile;

  /// Runs nothing yet.
  ///
  /// @param launcher runs the start program outside of the agent's unit
  /// @param output file for what the stop and reload programs print, such as
  ///   `/run/lockkeeper/web1.out`
  public CommandControl(ControlSpec.Command spec, Launcher launcher, Path output) {
    this.spec = spec;
    this.launcher = launcher;
    this.output = new Output(output);
    this.pidFile = new PidFile(Path.of(spec.pidFile()), processes);
  }

  @Override
  public ControlStatus status() throws IOException {
    return pidFile
        .process()
        .map(process -> new ControlStatus(true, process.pid(), "running"))
        .orElseGet(() -> new ControlStatus(false, 0, "not running"));
  }

  @Override
  public void start() throws IOException {
    if (pidFile.process().isPresent()) {
      return;
    }
    long began = System.nanoTime();
    Launcher.Launch launch = launcher.launch(spec.start());
    long endedWell = 0;
    while (pidFile.process().isEmpty()) {
      Optional<Launcher.Exit> exit = launch.exit();
      if (exit.isPresent()) {
        requireSuccess(spec.start(), exit.get());
        long now = System.nanoTime();
        endedWell = endedWell == 0 ? now : endedWell;
        if (now - endedWell > PID_FILE_LATER.toNanos()) {
          throw new IOException(
              "%s ended well, but %s names no living process after %d s"
                  .formatted(spec.start(), spec.pidFile(), PID_FILE_LATER.toSeconds()));
        }
      }
      pause("start", began);
    }
  }

  /// Gone is the main process with all that descended from it: a worker that still finishes its
  /// requests may hold the port.
  @Override
  public void stop() throws IOException {
    Optional<RunningProcess> main = pidFile.process();
    if (main.isPresent()) {
      List<RunningProcess> family = processes.family(main.get());
      run(spec.stop());
      awaitGone(family, "stop");
    }
  }

  @Override
  public void kill() throws IOException {
    Optional<RunningProcess> main = pidFile.process();
    if (main.isPresent()) {
      var killed = new ArrayList<RunningProcess>();
      // the main process first, so that it can't start others in place of those that die
      for (RunningProcess process : processes.family(main.get())) {
        if (processes.alive(process)) {
          ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
          killed.add(process);
        }
      }
      awaitGone(killed, "kill");
    }
  }

  @Override
  public void reload() throws IOException {
    if (spec.reload().isEmpty()) {
      throw new UnsupportedOperationException("no reload command is configured");
    }
    run(spec.reload());
  }

  private void awaitGone(List<RunningProcess> family, String what) throws IOException {
    long began = System.nanoTime();
    while (family.stream().anyMatch(processes::alive)) {
      pause(what, began);
    }
  }

  /// Runs a program to its end; an interrupt ends the program too.
  private void run(List<String> command) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(NULL)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.emptied().toFile()))
              .start();
    } catch (IOException e) {
      throw new IOException("could not run " + command.getFirst() + ": " + e.getMessage(), e);
    }
    try {
      if (!process.waitFor(AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw overdue(String.join(" ", command));
      }
      requireSuccess(command, new Launcher.Exit(process.exitValue(), output.lastWords()));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw interrupted(String.join(" ", command));
    }
  }

  private static void requireSuccess(List<String> command, Launcher.Exit exit) throws IOException {
    if (exit.status() != 0) {
      throw new IOException(
          "%s ended with status %d%s"
              .formatted(
                  String.join(" ", command),
                  exit.status(),
                  exit.lastWords().isEmpty() ? "" : ": " + exit.lastWords()));
    }
  }

  private static void pause(String what, long began) throws IOException {
    if (System.nanoTime() - began > AT_MOST.toNanos()) {
      throw overdue(what);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(what);
    }
  }

  private static IOException overdue(String what) {
    return new IOException("no end within %d s: %s".formatted(AT_MOST.toSeconds(), what));
  }

  private static InterruptedIOException interrupted(String what) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while waiting for: " + what);
  }
}
