package dev.lockkeeper.traffic.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A socket that answers as it is told, also with what a real HAProxy never says.
final class FakeHaproxy implements AutoCloseable {
  final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
  private final ServerSocketChannel server;
  private final Path socket;

  /// @param answer null: never answers, and keeps the connection open
  FakeHaproxy(Path folder, Function<String, byte @Nullable []> answer) {
    socket = folder.resolve("fake.sock");
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("fake-haproxy").start(() -> serve(answer));
  }

  private void serve(Function<String, byte @Nullable []> answer) {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        var line = ByteBuffer.allocate(4096);
        client.read(line);
        String command =
            new String(line.array(), 0, line.position(), StandardCharsets.US_ASCII).strip();
        asked.add(command);
        byte[] bytes = answer.apply(command);
        if (bytes != null) {
          var rest = ByteBuffer.wrap(bytes);
          while (rest.hasRemaining()) {
            client.write(rest);
          }
          client.close();
        }
      } catch (IOException gone) {
        // the other side has had enough
      }
    }
  }

  String socket() {
    return socket.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
