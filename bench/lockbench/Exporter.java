package lockbench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// Serves the fleet's series to Prometheus, on a free port of this machine.
final class Exporter implements AutoCloseable {
  private final HttpServer server;
  private final long start = System.nanoTime();

  Exporter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] page = page((System.nanoTime() - start) / 1_000_000_000L);
          exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }

  private static byte[] page(long second) {
    var text = new StringBuilder();
    for (var series : Fleet.series()) {
      text.append(series.exposition(second));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
