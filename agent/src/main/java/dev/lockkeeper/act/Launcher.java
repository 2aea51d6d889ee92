package dev.lockkeeper.act;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Starts a service's own program so that it does not become a child in the agent's unit: it must
/// outlive the agent.
@FunctionalInterface
public interface Launcher {
  /// Starts it and returns at once.
  ///
  /// @param command an argument list, never a shell's line
  /// @throws IOException when it can't be started at all; the message is for a person
  Launch launch(List<String> command) throws IOException;

  /// A program that was started: the server itself, or one that puts the server into the background
  /// and ends.
  @FunctionalInterface
  interface Launch {
    /// How it ended; empty while it runs.
    Optional<Exit> exit() throws IOException;
  }

  /// How a program ended.
  ///
  /// @param status its exit status; 128 and the signal's number when it was killed
  /// @param lastWords the end of what it printed, or where that can be read; may be empty
  record Exit(int status, String lastWords) {}
}
