package lockbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real nginx in a folder of its own that hands requests to an upstream and names itself in the
/// header `X-Backend`. `/health` says 200, or 503 while the file `sick` is there.
final class Nginx {
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  final String name;
  final int port;
  final Path folder;

  Nginx(String name, int port, int upstreamPort, Path folder) throws IOException {
    this.name = name;
    this.port = port;
    this.folder = Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        %s
        worker_processes 2;
        pid nginx.pid;
        error_log error.log warn;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3;
          uwsgi_temp_path t4; scgi_temp_path t5;
          upstream app { server 127.0.0.1:%d; keepalive 64; }
          server {
            listen 127.0.0.1:%d;
            add_header X-Backend %s always;
            location = /health {
              if (-f "%s") { return 503; }
              return 200 "good\\n";
            }
            location / {
              proxy_pass http://app;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """
            .formatted(
                System.getProperty("user.name").equals("root") ? "user root;" : "",
                upstreamPort,
                port,
                name,
                sick()));
  }

  private Path sick() {
    return folder.resolve("sick");
  }

  List<String> command(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.find("nginx").orElseThrow().toString(),
                "-p",
                folder + "/",
                "-c",
                folder + "/nginx.conf",
                "-e",
                folder + "/error.log"));
    command.addAll(List.of(more));
    return command;
  }

  Path pidFile() {
    return folder.resolve("nginx.pid");
  }

  void start() {
    Program.run(command());
    if (!Program.await(DEADLINE, () -> healthStatus() == 200)) {
      throw new Program.Trouble(name + " did not come up");
    }
  }

  /// What a blind restart does: stops it at once and starts it when it is gone.
  void restartHard() {
    stopAndStart("stop");
  }

  /// Stops it politely: the port closes at once, what is in flight finishes, then it is started.
  void restartPolite() {
    stopAndStart("quit");
  }

  private void stopAndStart(String how) {
    long master = masterPid();
    Program.run(command("-s", how));
    Program.await(DEADLINE, () -> !alive(master));
    start();
  }

  long masterPid() {
    try {
      String text = Files.readString(pidFile()).strip();
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (IOException absent) {
      return 0;
    }
  }

  List<Long> workerPids() {
    long master = masterPid();
    return master == 0
        ? List.of()
        : ProcessHandle.of(master).stream()
            .flatMap(ProcessHandle::children)
            .map(ProcessHandle::pid)
            .toList();
  }

  /// Stops the workers (SIGSTOP): the kernel still accepts connections, nobody answers.
  void hang() {
    workerPids().forEach(pid -> Program.signal("STOP", pid));
  }

  void resume() {
    workerPids().forEach(pid -> Program.signal("CONT", pid));
  }

  void healthy(boolean healthy) {
    try {
      if (healthy) {
        Files.deleteIfExists(sick());
      } else {
        Files.writeString(sick(), "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// 0 when there was no answer within half a second.
  int healthStatus() {
    try {
      var connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
      connection.setConnectTimeout(500);
      connection.setReadTimeout(500);
      connection.setRequestProperty("Connection", "close");
      try {
        return connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (IOException none) {
      return 0;
    }
  }

  void close() {
    long master = masterPid();
    if (master == 0 || !alive(master)) {
      return;
    }
    List<Long> workers = workerPids();
    Program.signal("TERM", master);
    workers.forEach(pid -> Program.signal("KILL", pid));
    if (!Program.await(Duration.ofSeconds(3), () -> !alive(master))) {
      Program.signal("KILL", master);
    }
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
