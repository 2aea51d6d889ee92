package dev.lockkeeper.control;

import dev.lockkeeper.report.AgentCommands;
import dev.lockkeeper.report.AgentView;
import java.io.IOException;
import java.nio.file.Path;

/// Answers operators on a Unix socket that only its owner and group may open.
@SuppressWarnings("DoNotCallSuggester") // a skeleton
public final class ControlServer implements AutoCloseable {
  /// The socket's name in the runtime directory.
  public static final String SOCKET = "control.sock";

  private ControlServer() {}

  /// Listens from now on. The runtime directory is made where it is missing (mode 0750); the socket
  /// that a dead agent left is replaced.
  ///
  /// @throws AgentRunsException when a living agent answers there
  /// @throws IOException when the socket can't be made, with a message for a person
  public static ControlServer start(Path runtimeDirectory, AgentView agent, AgentCommands commands)
      throws IOException {
    throw new UnsupportedOperationException("soon");
  }

  /// Ends every connection and removes the socket.
  @Override
  public void close() {}

  /// Another agent runs with the same runtime directory.
  public static final class AgentRunsException extends IOException {
    AgentRunsException(String message) {
      super(message);
    }
  }
}
