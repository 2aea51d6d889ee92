package dev.lockkeeper.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A receiver that answers and answers, but never ends, must not keep a delivery.
class JsonPostTest {

  @Test
  @Timeout(60)
  void anAnswerWhoseBodyNeverEndsIsNoAnswer() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> trickle(server));
      var post =
          new JsonPost(
              URI.create("http://127.0.0.1:" + server.getLocalPort()), Duration.ofSeconds(1));
      assertThatThrownBy(() -> post.post("[]".getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(IOException.class)
          .satisfies(e -> assertThat(e.getMessage()).isEqualTo("no answer within 1 s"));
    }
  }

  private static void trickle(ServerSocket server) {
    try (var socket = server.accept()) {
      var out = socket.getOutputStream();
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      while (true) {
        out.write('x');
        out.flush();
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException _) {
      // the client has left
    }
  }
}
