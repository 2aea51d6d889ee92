package dev.lockkeeper.traffic.haproxy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// HAProxy's stats socket: one connection for each line of commands (management guide, section
/// 9.3). A blocking channel, since a virtual thread then waits without holding a carrier; a timer
/// closes it at the deadline.
final class RuntimeSocket {
  static final Duration DEADLINE = Duration.ofSeconds(2);

  /// Bytes. A backend of ten thousand servers answers with about 3 MiB; more is not HAProxy.
  static final int LONGEST_ANSWER = 4 * 1024 * 1024;

  /// Closes what has not answered; the only thread it needs, and it never does I/O of its own.
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final String path;
  private final Duration deadline;

  RuntimeSocket(String path, Duration deadline) {
    this.path = path;
    this.deadline = deadline;
  }

  /// Sends one line and returns the whole answer.
  ///
  /// @param line one command, or several with `;` between them
  /// @throws IOException with a message for a person: which socket, what is wrong, what would help
  String ask(String line) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    var timeout =
        TIMER.schedule(() -> closeQuietly(channel), deadline.toMillis(), TimeUnit.MILLISECONDS);
    try (channel) {
      channel.connect(UnixDomainSocketAddress.of(path));
      var request = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      return read(channel);
    } catch (ClosedChannelException e) {
      // AsynchronousCloseException too; an interrupt of the caller closes the channel as well
      throw new IOException(
          Thread.currentThread().isInterrupted()
              ? "interrupted while asking HAProxy at " + path
              : "HAProxy at " + path + " did not answer within " + deadline.toMillis() + " ms",
          e);
    } catch (UnansweredException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      throw new IOException(explain(e), e);
    } finally {
      timeout.cancel(false);
    }
  }

  private String read(SocketChannel channel) throws IOException {
    var answer = ByteBuffer.allocate(16 * 1024);
    while (channel.read(answer) >= 0) {
      if (!answer.hasRemaining()) {
        if (answer.capacity() >= LONGEST_ANSWER) {
          throw new UnansweredException(
              "whoever listens at " + path + " answers without end: is this HAProxy?");
        }
        var larger = ByteBuffer.allocate(answer.capacity() * 2);
        answer.flip();
        larger.put(answer);
        answer = larger;
      }
    }
    return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
  }

  private String explain(Exception e) {
    String reason = String.valueOf(e.getMessage());
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("permission denied")) {
      return "no permission to use HAProxy's socket "
          + path
          + ": let this user into the socket's group (on Debian: haproxy)";
    }
    if (lower.contains("no such file") || !Files.exists(Path.of(path))) {
      return "HAProxy's socket "
          + path
          + " does not exist: is HAProxy running, with a line"
          + " \"stats socket "
          + path
          + " level admin\" in its global section?";
    }
    if (lower.contains("refused")) {
      return "nobody listens at "
          + path
          + ": HAProxy is not running, or has left its socket behind";
    }
    return "HAProxy's socket " + path + ": " + reason;
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // the reader is woken up all the same
    }
  }

  private static ScheduledThreadPoolExecutor timer() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              var thread = new Thread(task, "haproxy-deadline");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /// Carries a message that is already complete.
  private static final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1L;

    UnansweredException(String message) {
      super(message);
    }
  }
}
