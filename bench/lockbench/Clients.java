package lockbench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Clients of a web server that tell of every single request. Strict: an answer that is cut or
/// comes with a status other than 200 has failed, and nothing is tried again.
final class Clients {
  private final int port;
  private final Consumer<Request> tell;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean stop;

  Clients(int port, Consumer<Request> tell) {
    this.port = port;
    this.tell = tell;
  }

  /// @param closed clients that ask again as soon as they are answered, on a kept-alive connection
  /// @param openKept requests a second on kept-alive connections, whatever the answers do
  /// @param openNew requests a second, each on its own connection
  /// @param slow requests a second that take two seconds
  /// @param big requests a second of 8 MB
  void start(int closed, double openKept, double openNew, double slow, double big) {
    for (int i = 0; i < closed; i++) {
      Thread.startVirtualThread(() -> {
        Connection connection = null;
        while (!stop) {
          connection = ask(connection, "closed-ka", "/", true);
          if (connection == null) {
            Program.pause(Duration.ofMillis(5));
          }
        }
      });
    }
    pace(openKept, "open-ka", "/", true);
    pace(openNew, "open-noka", "/", false);
    pace(slow, "slow", "/slow", true);
    pace(big, "big", "/big", false);
  }

  /// No new requests; returns when the last one is answered, or after a few seconds.
  void stop() {
    stop = true;
    Program.await(Duration.ofSeconds(6), () -> open.get() == 0);
    idle.forEach(Connection::close);
  }

  private void pace(double perSecond, String kind, String path, boolean keep) {
    if (perSecond <= 0) {
      return;
    }
    Thread.startVirtualThread(() -> {
      long step = (long) (1e9 / perSecond);
      long next = System.nanoTime();
      while (!stop) {
        Thread.startVirtualThread(() -> {
          Connection again = ask(keep ? idle.pollFirst() : null, kind, path, keep);
          if (again != null) {
            idle.addFirst(again);
          }
        });
        next += step;
        long wait = next - System.nanoTime();
        if (wait > 0) {
          Program.pause(Duration.ofNanos(wait));
        }
      }
    });
  }

  /// @param old a connection to use again; null for a new one
  /// @return the connection when it can be used again
  private Connection ask(Connection old, String kind, String path, boolean keep) {
    open.incrementAndGet();
    long startMillis = System.currentTimeMillis();
    long start = System.nanoTime();
    boolean used = old != null;
    Connection connection = old;
    Answer answer = new Answer();
    String outcome;
    try {
      if (connection == null) {
        connection = new Connection(port);
      }
      connection.ask(path, keep, answer);
      outcome = answer.status == 200 ? "ok" : Integer.toString(answer.status);
    } catch (SocketTimeoutException e) {
      outcome = "timeout";
    } catch (IOException e) {
      outcome =
          answer.status != 0 ? "short" : used ? "stale" : connection == null ? "refused" : "reset";
    } catch (RuntimeException e) {
      outcome = "bad";
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    tell.accept(new Request(startMillis, millis, kind, outcome, answer.backend));
    open.decrementAndGet();
    if (connection != null && !(answer.whole && answer.keep)) {
      connection.close();
      return null;
    }
    return connection;
  }

  private static final class Answer {
    int status;
    String backend = "-";
    boolean keep;
    boolean whole;
  }

  private static final class Connection {
    private final Socket socket = new Socket();
    private final InputStream in;

    Connection(int port) throws IOException {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream());
    }

    void ask(String path, boolean keep, Answer answer) throws IOException {
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: bench\r\n"
              + (keep ? "" : "Connection: close\r\n")
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String statusLine = line();
      answer.status = Integer.parseInt(statusLine.substring(9, 12));
      answer.keep = keep;
      long length = -1;
      for (String header = line(); !header.isEmpty(); header = line()) {
        int colon = header.indexOf(':');
        String name = header.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
        String value = header.substring(colon + 1).strip();
        switch (name) {
          case "content-length" -> length = Long.parseLong(value);
          case "x-backend" -> answer.backend = value;
          case "connection" -> answer.keep &= !value.equalsIgnoreCase("close");
          default -> {}
        }
      }
      answer.keep &= length >= 0;
      if (length >= 0) {
        in.skipNBytes(length);
      } else {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      answer.whole = true;
    }

    private String line() throws IOException {
      var line = new ByteArrayOutputStream(64);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("closed");
        }
        if (c != '\r') {
          line.write(c);
        }
      }
      return line.toString(StandardCharsets.ISO_8859_1);
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // it is gone either way
      }
    }
  }

  /// `Clients.java PORT SECONDS OUT.csv CLOSED OPEN_KEPT OPEN_NEW SLOW BIG`
  public static void main(String[] args) throws Exception {
    try (var out = new PrintWriter(Files.newBufferedWriter(Path.of(args[2])))) {
      var clients =
          new Clients(
              Integer.parseInt(args[0]),
              request -> {
                synchronized (out) {
                  out.println(request.row());
                }
              });
      clients.start(
          Integer.parseInt(args[3]),
          Double.parseDouble(args[4]),
          Double.parseDouble(args[5]),
          Double.parseDouble(args[6]),
          Double.parseDouble(args[7]));
      Thread.sleep(Duration.ofSeconds(Long.parseLong(args[1])));
      clients.stop();
    }
    System.exit(0);
  }
}
