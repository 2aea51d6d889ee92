package dev.lockkeeper.control;

import dev.lockkeeper.report.AgentClient;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentUnreachableException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Speaks to the agent that runs with a runtime directory.
public final class ControlClient implements AgentClient {
  /// Longer than the agent itself waits for its loop.
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Path socket;
  private final Duration patience;

  public ControlClient(Path runtimeDirectory) {
    this(runtimeDirectory, PATIENCE);
  }

  ControlClient(Path runtimeDirectory, Duration patience) {
    this.socket = runtimeDirectory.resolve(ControlServer.SOCKET);
    this.patience = patience;
  }

  @Override
  public AgentReply ask(AgentRequest request) throws AgentUnreachableException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      connect(channel);
      return ask(request, channel);
    } catch (IOException e) {
      throw new AgentUnreachableException("the agent at " + socket + ": " + e.getMessage());
    }
  }

  private void connect(SocketChannel channel) throws AgentUnreachableException {
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new AgentUnreachableException(whyNot(e));
    }
  }

  private String whyNot(IOException failure) {
    try {
      var attributes = Files.readAttributes(socket, PosixFileAttributes.class);
      if (Files.isReadable(socket) && Files.isWritable(socket)) {
        return "no agent runs here: nobody listens on " + socket + ", which an agent left behind";
      }
      return "you may not speak to the agent: %s belongs to %s:%s; join that group, or use sudo"
          .formatted(socket, attributes.owner().getName(), attributes.group().getName());
    } catch (NoSuchFileException e) {
      return "no agent runs here: there is no "
          + socket
          + "; start one, or say with --config which agent is meant";
    } catch (AccessDeniedException e) {
      return "you may not speak to the agent: "
          + socket.getParent()
          + " is closed to you; join its group, or use sudo";
    } catch (IOException e) {
      return "no agent answers at " + socket + ": " + failure.getMessage();
    }
  }

  private AgentReply ask(AgentRequest request, SocketChannel channel)
      throws IOException, AgentUnreachableException {
    var done = new CompletableFuture<Void>();
    var deadline =
        done.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(_ -> {
              closeQuietly(channel);
              return null;
            });
    try {
      Lines.write(Wire.request(request), channel);
      String line = new Lines(channel, Wire.LONGEST_REPLY).next();
      if (line == null) {
        throw new AgentUnreachableException(
            "the agent hung up without an answer; its log may say why");
      }
      return Wire.readReply(line);
    } catch (AsynchronousCloseException e) {
      throw new AgentUnreachableException(
          "the agent has not answered for %d s: it may be stuck; see its log"
              .formatted(patience.toSeconds()));
    } catch (IllegalArgumentException e) {
      throw new AgentUnreachableException(
          "the agent's answer is not understood: " + e.getMessage());
    } finally {
      done.complete(null);
      deadline.join();
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it was closed already, which is what is wanted
    }
  }
}
