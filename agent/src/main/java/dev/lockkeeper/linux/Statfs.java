package dev.lockkeeper.linux;

import java.io.IOException;

/// Asks a file system for its sizes. May hang for ever: a network file system whose server is gone.
@FunctionalInterface
interface Statfs {
  /// @throws IOException when the file system answers with an error
  Sizes ask(String mountPoint) throws IOException;

  /// @param size bytes in all
  /// @param free bytes that are free, those kept for root included
  /// @param available bytes that everyone may fill
  /// @param files file nodes in all
  /// @param filesFree file nodes that are free
  record Sizes(double size, double free, double available, double files, double filesFree) {}
}
