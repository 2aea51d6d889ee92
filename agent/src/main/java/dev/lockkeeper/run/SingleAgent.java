package dev.lockkeeper.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// At most one agent for a runtime directory: two would undo each other's drains. The kernel drops
/// the lock with the process, however it ends.
final class SingleAgent implements AutoCloseable {
  private final FileChannel channel;

  private SingleAgent(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws IOException when another agent holds the lock, or the directory can't be written; with
  ///   a message for a person
  static SingleAgent take(Path runtimeDirectory) throws IOException {
    Files.createDirectories(runtimeDirectory);
    var channel =
        FileChannel.open(
            runtimeDirectory.resolve("agent.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new SingleAgent(channel);
      }
    } catch (OverlappingFileLockException e) {
      // held within this very process
    }
    channel.close();
    throw new IOException(
        "another agent runs with the runtime directory "
            + runtimeDirectory
            + ": end it first, or give this one another `directories: runtime`");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
