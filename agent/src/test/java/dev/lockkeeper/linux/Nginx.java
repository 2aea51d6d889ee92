package dev.lockkeeper.linux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/// A real nginx in a folder of its own, on a free port, with two workers and a short accept queue.
final class Nginx implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
  static final int BACKLOG = 50;

  final int port;
  final Process master;

  private Nginx(int port, Process master) {
    this.port = port;
    this.master = master;
  }

  static Nginx start(Path folder) throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "needs the Debian package nginx-light");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        worker_processes 2;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d backlog=%3$d;
            location / { return 200 "fine\\n"; }
            location /status { stub_status; }
          }
        }
        """
            .formatted(folder, port, BACKLOG));
    Process master =
        new ProcessBuilder(
                PROGRAM.toString(), "-c", configuration.toString(), "-p", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    var nginx = new Nginx(port, master);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .until(() -> {
            nginx.connect().close();
            return true;
          });
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> master.children().count() == 2);
    } catch (RuntimeException failed) {
      nginx.close();
      throw failed;
    }
    return nginx;
  }

  URI status() {
    return URI.create("http://127.0.0.1:" + port + "/status");
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /// Sends a signal to every worker.
  void signalWorkers(String signal) throws IOException, InterruptedException {
    for (ProcessHandle worker : master.children().toList()) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(worker.pid())).start().waitFor();
    }
  }

  @Override
  public void close() {
    master.children().forEach(ProcessHandle::destroyForcibly);
    master.destroyForcibly();
    master.onExit().join();
  }
}
