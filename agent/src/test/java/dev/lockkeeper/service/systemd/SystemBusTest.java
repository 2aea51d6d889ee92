package dev.lockkeeper.service.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Buses that are no use.
@Timeout(60)
class SystemBusTest {
  @TempDir Path folder;

  @Test
  void noBusAtAllSaysWhichOne() {
    try (var nowhere = new SystemBus("unix:path=/nonexistent/socket")) {
      assertThatThrownBy(() -> new SystemdControl(nowhere, "nginx.service").status())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("/nonexistent/socket")
          .hasMessageContaining("No such file");
    }
  }

  @Test
  void aBusThatNeverSpeaksIsGivenUp() throws IOException {
    try (var silent = silent();
        var bus = new SystemBus("unix:path=" + folder.resolve("bus"))) {
      assertThat(silent.isOpen()).isTrue();
      assertThatThrownBy(() -> new SystemdControl(bus, "nginx.service").status())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no answer within 5 s");
      await()
          .until(() ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(thread -> thread.getName().equals("systemd-bus")));
    }
  }

  @Test
  void anInterruptEndsTheWaitForABusThatNeverSpeaks() throws Exception {
    try (var silent = silent();
        var bus = new SystemBus("unix:path=" + folder.resolve("bus"))) {
      assertThat(silent.isOpen()).isTrue();
      var ended = new AtomicReference<Exception>();
      Thread asking =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  new SystemdControl(bus, "nginx.service").status();
                } catch (IOException e) {
                  ended.set(e);
                }
              });
      asking.interrupt();
      asking.join();
      assertThat(ended.get()).isInstanceOf(InterruptedIOException.class);
    }
  }

  private ServerSocketChannel silent() throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("bus")));
    return server;
  }
}
