package dev.lockkeeper.run;

import dev.lockkeeper.lab.Program;
import java.time.Duration;
import java.util.List;

/// Signals to processes that the test has started.
final class Signals {
  private Signals() {}

  static void send(long pid, String name) {
    Program.run(Duration.ofSeconds(10), List.of("kill", "-" + name, String.valueOf(pid))).orFail();
  }
}
