package dev.lockkeeper.run;

import dev.lockkeeper.lab.Program;
import java.time.Duration;
import java.util.List;

/// Signals to processes that the test has started.
final class Signals {
  private Signals() {}

  /// A process that stands still until this is closed.
  static Stopped stopped(long pid) {
    send(pid, "STOP");
    return () -> send(pid, "CONT");
  }

  interface Stopped extends AutoCloseable {
    @Override
    void close();
  }

  static void send(long pid, String name) {
    Program.run(Duration.ofSeconds(10), List.of("kill", "-" + name, String.valueOf(pid))).orFail();
  }
}
