package dev.lockkeeper.status.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NginxStatusTest {
  private static final String PAGE =
      """
      Active connections: 291\s
      server accepts handled requests
       16630948 16630940 31070465\s
      Reading: 6 Writing: 179 Waiting: 106\s
      """;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Moment NOW = new Moment(0, 0);

  private final Map<String, Double> samples = new HashMap<>();
  private final SampleSink sink = (series, value) -> samples.put(series.toString(), value);

  @Test
  void allFiguresAreRead() throws IOException {
    NginxStatus status = NginxStatus.parse(PAGE);
    assertThat(status).isEqualTo(new NginxStatus(291, 16630948, 16630940, 31070465, 6, 179, 106));
    assertThat(status.inFlight()).as("without the one that asks").isEqualTo(184);
  }

  @Test
  void anyOtherPageIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> NginxStatus.parse("<html>404</html>"))
        .withMessage("not a stub_status page: <html>404</html>");
    var random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      byte[] changed = PAGE.getBytes(StandardCharsets.ISO_8859_1);
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      try {
        NginxStatus.parse(new String(changed, StandardCharsets.ISO_8859_1));
      } catch (IOException refused) {
        assertThat(refused).hasMessageStartingWith("not a stub_status page");
      }
    }
  }

  private void answer(ServerSocket server, String text) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[2048]);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
          } catch (IOException ended) {
            // the test is over
          }
        });
  }

  private static NginxStatusCollector collector(ServerSocket server, Duration timeout) {
    return new NginxStatusCollector(
        "web", URI.create("http://127.0.0.1:" + server.getLocalPort() + "/status"), timeout);
  }

  @Test
  void aPageBecomesTheExportersSeriesWithTheService() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      answer(server, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + PAGE);
      var collector = collector(server, LONG);
      assertThat(collector.inFlight()).isEmpty();
      collector.collect(NOW, sink);
      assertThat(samples)
          .hasSize(8)
          .containsEntry("nginx_up{service=\"web\"}", 1.0)
          .containsEntry("nginx_connections_writing{service=\"web\"}", 179.0)
          .containsEntry("nginx_http_requests_total{service=\"web\"}", 31070465.0);
      assertThat(collector.inFlight()).hasValue(184);
    }
  }

  @Test
  void anErrorPageIsAFailureThatNamesIt() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      answer(server, "HTTP/1.1 403 Forbidden\r\n\r\nno");
      var collector = collector(server, LONG);
      assertThatThrownBy(() -> collector.collect(NOW, sink))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("/status: answers HTTP/1.1 403 Forbidden");
      assertThat(samples).containsExactly(Map.entry("nginx_up{service=\"web\"}", 0.0));
      assertThat(collector.inFlight()).isEmpty();
    }
  }

  @Test
  void aServerThatAcceptsAndIsSilentIsGivenUp() throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var collector = collector(server, Duration.ofMillis(50));
      assertThatThrownBy(() -> collector.collect(NOW, sink))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("no answer for 50 ms");
    }
  }

  @Test
  void onlyHttpIsSpoken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NginxStatusCollector("web", URI.create("https://localhost/"), LONG));
  }
}
