package dev.lockkeeper.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Programs that tests run.
public final class Program {
  private Program() {}

  /// How it ended.
  ///
  /// @param output both streams, as they came
  public record Result(int exit, String output) {
    public Result orFail() {
      if (exit != 0) {
        throw new AssertionError("exit " + exit + ": " + output);
      }
      return this;
    }
  }

  /// Where it is installed: in PATH, or in the folders of system programs, which a user's PATH may
  /// lack.
  public static Optional<Path> find(String name) {
    String folders = System.getenv("PATH") + ":/usr/local/sbin:/usr/sbin:/sbin";
    for (String folder : List.of(folders.split(":", -1))) {
      Path path = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /// Runs it to its end. Its output goes through a file: a program that leaves a daemon behind
  /// would keep a pipe open.
  public static Result run(Duration deadline, List<String> command) {
    File output = null;
    try {
      output = File.createTempFile("lockkeeper-", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not done after " + deadline + ": " + command);
      }
      return new Result(process.exitValue(), Files.readString(output.toPath()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      if (output != null) {
        output.delete();
      }
    }
  }

  /// Sends a signal to one process.
  ///
  /// @param signal such as `STOP`
  public static void signal(String signal, long pid) {
    if (pid <= 1) {
      throw new IllegalArgumentException("not a process to signal: " + pid);
    }
    run(Duration.ofSeconds(10), List.of("kill", "-" + signal, Long.toString(pid)));
  }

  public static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }
}
