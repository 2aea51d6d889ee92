package lockbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Programs of this machine, and waiting for them.
final class Program {
  private static final List<String> PLACES =
      List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin");

  static Optional<Path> find(String name) {
    Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"));
    return Stream.concat(path, PLACES.stream())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Ends this program with a sentence for its user when one is missing.
  static void need(String name, String debianPackage) {
    if (find(name).isEmpty()) {
      throw new Trouble(name + " is missing: apt-get install " + debianPackage);
    }
  }

  /// Holds while a program runs, so that none is begun once everything is being undone.
  private static final ReentrantLock RUNNING = new ReentrantLock();

  /// Name of the thread that undoes everything on Ctrl-C.
  static final String UNDO = "undo";

  private static Thread undoing;

  /// From now on only this thread runs programs. Waits for one that runs.
  static void undoFromHere() {
    RUNNING.lock();
    undoing = Thread.currentThread();
    RUNNING.unlock();
  }

  /// Runs to the end.
  ///
  /// @return what it printed
  static String run(List<String> command) {
    RUNNING.lock();
    try {
      if (undoing != null && undoing != Thread.currentThread()) {
        throw new Trouble("ended");
      }
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new Trouble(String.join(" ", command) + ": " + output.strip());
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      RUNNING.unlock();
    }
  }

  /// @param signal such as `STOP`
  static void signal(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
          .redirectErrorStream(true)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Ends a child of ours: politely, after a second for good.
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
  }

  /// Polls every few milliseconds.
  static boolean await(Duration atMost, BooleanSupplier condition) {
    return await(atMost, Duration.ofMillis(5), condition);
  }

  /// @param every pause between two looks: long, where looking costs what is being measured
  static boolean await(Duration atMost, Duration every, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(every);
    }
    return true;
  }

  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Says what ended the program. On Ctrl-C that is no news.
  static void tell(Exception e) {
    RUNNING.lock();
    boolean asked = undoing != null && undoing.getName().equals(UNDO);
    RUNNING.unlock();
    if (asked) {
      return;
    }
    if (e instanceof Trouble) {
      System.err.println(e.getMessage());
    } else {
      e.printStackTrace();
    }
  }

  private static Trouble interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new Trouble("interrupted", e);
  }

  /// Something that the user must know; printed without a stack trace.
  static final class Trouble extends RuntimeException {
    Trouble(String message) {
      super(message);
    }

    Trouble(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Program() {}
}
