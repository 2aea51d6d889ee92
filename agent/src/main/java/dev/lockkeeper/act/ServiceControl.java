package dev.lockkeeper.act;

import dev.lockkeeper.model.ControlStatus;
import java.io.IOException;

/// Starts and stops one service. Calls block until the manager has answered, or fail; the caller
/// has deadlines of its own and may interrupt.
public interface ServiceControl {
  ControlStatus status() throws IOException;

  /// Returns when the manager says that it has started. Starting what runs does nothing.
  void start() throws IOException;

  /// Stops it politely and returns when it is gone. Stopping what is gone does nothing.
  void stop() throws IOException;

  /// SIGKILL for all its processes; returns when they are gone.
  void kill() throws IOException;

  /// The service's own reload, in traffic.
  ///
  /// @throws UnsupportedOperationException where it has none
  void reload() throws IOException;
}
