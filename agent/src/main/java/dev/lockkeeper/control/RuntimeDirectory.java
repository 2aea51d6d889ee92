package dev.lockkeeper.control;

import dev.lockkeeper.control.ControlServer.AgentRunsException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// One agent's hold on its runtime directory: a lock that ends with the process, however it ends,
/// and the socket.
///
/// The lock, not an answer on the socket, tells a living agent from a dead one: a living agent may
/// be too busy to answer, and two may start at once.
public final class RuntimeDirectory implements AutoCloseable {
  private static final String LOCK = "agent.lock";
  private static final int BACKLOG = 16;

  private final Path socket;
  private final FileChannel lock;

  private RuntimeDirectory(Path socket, FileChannel lock) {
    this.socket = socket;
    this.lock = lock;
  }

  /// Takes it for this process, until [#close] or the process' end, however that comes.
  ///
  /// @throws ControlServer.AgentRunsException when a living agent holds it
  /// @throws IOException when it can't be made or written
  public static RuntimeDirectory take(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    }
    Path file = directory.resolve(LOCK);
    var lock =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      if (!tryLock(lock)) {
        throw new AgentRunsException(
            "an agent already runs with the runtime directory %s (process %s)"
                .formatted(directory, holder(file)));
      }
      lock.truncate(0);
      lock.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      taken = true;
      return new RuntimeDirectory(directory.resolve(ControlServer.SOCKET), lock);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
  }

  private static boolean tryLock(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  private static String holder(Path file) throws IOException {
    String pid = Files.readString(file).strip();
    return pid.isEmpty() ? "unknown" : pid;
  }

  /// Listens. The socket gets its name only after its mode, so that nobody slips in between.
  ServerSocketChannel bind() throws IOException {
    Path nameless = socket.resolveSibling(ControlServer.SOCKET + ".new");
    Files.deleteIfExists(nameless);
    @Nullable ServerSocketChannel server = null;
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(nameless), BACKLOG);
      Files.setPosixFilePermissions(nameless, PosixFilePermissions.fromString("rw-rw----"));
      Files.move(nameless, socket, StandardCopyOption.ATOMIC_MOVE);
      return server;
    } catch (IOException e) {
      if (server != null) {
        server.close();
      }
      throw new IOException(
          "can't make the control socket %s: %s%s"
              .formatted(
                  socket,
                  e.getMessage(),
                  socket.toString().length() > 100
                      ? " (its path is too long for a Unix socket: choose a shorter"
                          + " directories.runtime)"
                      : ""),
          e);
    }
  }

  /// Removes the socket.
  void unbind() throws IOException {
    Files.deleteIfExists(socket);
  }

  /// Removes the socket and lets go of the directory. Once: a second call must not take the socket
  /// from under the next agent.
  @Override
  public void close() throws IOException {
    if (!lock.isOpen()) {
      return;
    }
    try {
      unbind();
    } finally {
      lock.close();
    }
  }
}
