package lockbench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/// An application behind the web servers: `/` takes 20 to 50 ms and answers 1 KB, `/slow` takes two
/// seconds, `/big` sends 8 MB over two seconds.
final class Upstream implements AutoCloseable {
  private static final byte[] SMALL = new byte[1024];
  private static final byte[] PIECE = new byte[256 * 1024];
  private static final int PIECES = 32;

  private final HttpServer server;

  Upstream(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", Upstream::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/big" -> {
          exchange.sendResponseHeaders(200, (long) PIECES * PIECE.length);
          try (OutputStream body = exchange.getResponseBody()) {
            for (int i = 0; i < PIECES; i++) {
              Program.pause(Duration.ofMillis(62));
              body.write(PIECE);
            }
          }
        }
        case "/slow" -> small(exchange, Duration.ofSeconds(2));
        default -> small(exchange, Duration.ofMillis(20 + ThreadLocalRandom.current().nextInt(30)));
      }
    }
  }

  private static void small(HttpExchange exchange, Duration takes) throws IOException {
    Program.pause(takes);
    exchange.sendResponseHeaders(200, SMALL.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(SMALL);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
