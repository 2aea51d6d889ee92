package dev.lockkeeper.control;

import dev.lockkeeper.report.AgentCommands;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentView;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers operators on a Unix socket that only its owner and group may open.
///
/// A connection lives for at most its deadline, and only so many live at once: neither a client
/// that says nothing nor one that does not read can keep others out for long.
public final class ControlServer implements AutoCloseable {
  /// The socket's name in the runtime directory.
  public static final String SOCKET = "control.sock";

  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);

  /// @param clients how many connections may be open at once
  /// @param deadline how long a connection may live
  /// @param patience how long the loop may take to accept or refuse an order
  record Limits(int clients, Duration deadline, Duration patience) {
    static final Limits STANDARD = new Limits(16, Duration.ofSeconds(15), Duration.ofSeconds(5));
  }

  private final RuntimeDirectory directory;
  private final boolean ownsDirectory;
  private final ServerSocketChannel server;
  private final Desk desk;
  private final Limits limits;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

  private ControlServer(
      RuntimeDirectory directory,
      boolean ownsDirectory,
      ServerSocketChannel server,
      Desk desk,
      Limits limits) {
    this.directory = directory;
    this.ownsDirectory = ownsDirectory;
    this.server = server;
    this.desk = desk;
    this.limits = limits;
  }

  /// Listens from now on. The runtime directory is made where it is missing (mode 0750); the socket
  /// that a dead agent left is replaced.
  ///
  /// @throws AgentRunsException when a living agent holds the directory
  /// @throws IOException when the socket can't be made, with a message for a person
  public static ControlServer start(Path runtimeDirectory, AgentView agent, AgentCommands commands)
      throws IOException {
    return start(runtimeDirectory, agent, commands, Limits.STANDARD);
  }

  static ControlServer start(
      Path runtimeDirectory, AgentView agent, AgentCommands commands, Limits limits)
      throws IOException {
    return start(RuntimeDirectory.take(runtimeDirectory), true, agent, commands, limits);
  }

  /// As with a path, in a directory that has been taken already, and stays its owner's to close:
  /// its lock outlives the socket.
  public static ControlServer start(
      RuntimeDirectory directory, AgentView agent, AgentCommands commands) throws IOException {
    return start(directory, false, agent, commands, Limits.STANDARD);
  }

  private static ControlServer start(
      RuntimeDirectory directory,
      boolean ownsDirectory,
      AgentView agent,
      AgentCommands commands,
      Limits limits)
      throws IOException {
    try {
      var desk = new Desk(agent, commands, limits.patience());
      var control = new ControlServer(directory, ownsDirectory, directory.bind(), desk, limits);
      Thread.ofVirtual().name("control").start(control::accept);
      return control;
    } catch (IOException | RuntimeException e) {
      if (ownsDirectory) {
        directory.close();
      }
      throw e;
    }
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        var client = server.accept();
        clients.add(client);
        boolean crowded = clients.size() > limits.clients();
        Thread.ofVirtual().name("control-client").start(() -> serve(client, crowded));
      } catch (ClosedChannelException e) {
        return; // the agent ends
      } catch (IOException e) {
        log.warn("the control socket could not accept a client: {}", e.toString());
        if (!pause()) {
          return;
        }
      }
    }
  }

  /// Out of file descriptors, say: trying again at once would only burn a processor.
  private static boolean pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void serve(SocketChannel client, boolean crowded) {
    var done = new CompletableFuture<Void>();
    // A blocked read or write has no timeout of its own; closing the channel ends it.
    var deadline =
        done.orTimeout(limits.deadline().toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((_, _) -> close(client));
    try {
      if (crowded) {
        reply(client, new AgentReply.Wrong("too many clients at once; try again"));
      } else {
        converse(client);
      }
    } catch (IOException e) {
      log.debug("a client of the control socket went away: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("a request on the control socket failed: {}", e, e);
    } finally {
      done.complete(null);
      deadline.exceptionally(_ -> null);
    }
  }

  private void converse(SocketChannel client) throws IOException, InterruptedException {
    var lines = new Lines(client, Wire.LONGEST_REQUEST);
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        reply(client, answer(line));
      }
    } catch (Lines.TooLongException e) {
      reply(client, new AgentReply.Wrong(String.valueOf(e.getMessage())));
    }
  }

  private AgentReply answer(String line) throws InterruptedException {
    try {
      return desk.answer(Wire.readRequest(line));
    } catch (IllegalArgumentException e) {
      return new AgentReply.Wrong(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.warn("a request on the control socket failed: {}", e, e);
      return new AgentReply.Wrong("the agent could not answer; its log says why");
    }
  }

  private static void reply(SocketChannel client, AgentReply reply) throws IOException {
    Lines.write(Wire.reply(reply), client);
  }

  private void close(SocketChannel client) {
    clients.remove(client);
    try {
      client.close();
    } catch (IOException e) {
      log.debug("a client of the control socket was gone already: {}", e.toString());
    }
  }

  /// Ends every connection and removes the socket.
  @Override
  public void close() {
    try {
      server.close();
      clients.forEach(this::close);
      if (ownsDirectory) {
        directory.close();
      } else {
        directory.unbind();
      }
    } catch (IOException e) {
      log.warn("the control socket was not removed: {}", e.toString());
    }
  }

  /// Another agent runs with the same runtime directory.
  public static final class AgentRunsException extends IOException {
    AgentRunsException(String message) {
      super(message);
    }
  }
}
