package dev.lockkeeper.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Debian's nginx with a configuration of its own in a temporary folder, on a free port.
///
/// `/` answers at once with this nginx's name, `/slow` takes about three seconds, `/health` can be
/// made to say 503, `/nginx_status` is stub_status. With [#upstream], `/` and `/slow` are asked
/// there.
public final class Nginx implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String name;
  private final Path program;
  private final Path folder;
  private final int port = FreePorts.next();
  private String upstream = "";
  private int workers = 2;

  private Nginx(String name, Path program, Path folder) {
    this.name = name;
    this.program = program;
    this.folder = folder;
  }

  /// Prepared, not started.
  ///
  /// @param name what `/` and the header `X-Backend` say
  public static Nginx create(String name) {
    Optional<Path> program = Program.find("nginx");
    Assumptions.assumeTrue(program.isPresent(), "nginx is missing: apt-get install nginx-light");
    try {
      Path folder = Files.createTempDirectory("lk-nginx-");
      return new Nginx(name, program.orElseThrow(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Nginx started(String name) {
    Nginx nginx = create(name);
    nginx.start();
    return nginx;
  }

  /// Passes `/`, `/slow` and `/big` on; before the start.
  ///
  /// @param address such as `127.0.0.1:8080`
  public Nginx upstream(String address) {
    upstream = address;
    return this;
  }

  /// Number of worker processes; before the start.
  public Nginx workers(int count) {
    workers = count;
    return this;
  }

  public String name() {
    return name;
  }

  public int port() {
    return port;
  }

  /// Its address and a path.
  ///
  /// @param path such as `/health`
  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  public Path folder() {
    return folder;
  }

  public Path pidFile() {
    return folder.resolve("nginx.pid");
  }

  /// Starts it; returns at once, and nginx goes to the background.
  public List<String> startCommand() {
    writeConfiguration();
    return command();
  }

  public List<String> stopCommand() {
    return command("-s", "quit");
  }

  public List<String> reloadCommand() {
    return command("-s", "reload");
  }

  private List<String> command(String... more) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(List.of("-p", folder + "/", "-c", folder + "/nginx.conf", "-e", "error.log"));
    command.addAll(List.of(more));
    return command;
  }

  /// Starts it and returns when it answers.
  public void start() {
    Program.run(DEADLINE, startCommand()).orFail();
    await("nginx on " + port).atMost(DEADLINE).until(() -> status("/") > 0);
  }

  /// The polite stop; returns when the master process is gone.
  public void stop() {
    long master = masterPid();
    Program.run(DEADLINE, stopCommand()).orFail();
    await("nginx " + master + " gone").atMost(DEADLINE).until(() -> !alive(master));
  }

  /// 0 when it does not run.
  public long masterPid() {
    try {
      String text = Files.readString(pidFile()).strip();
      long pid = text.isEmpty() ? 0 : Long.parseLong(text);
      return pid > 0 && ours(pid) ? pid : 0;
    } catch (IOException absent) {
      return 0;
    }
  }

  public List<Long> workerPids() {
    long master = masterPid();
    return master == 0
        ? List.of()
        : ProcessHandle.of(master).stream()
            .flatMap(ProcessHandle::children)
            .map(ProcessHandle::pid)
            .sorted()
            .toList();
  }

  /// SIGSTOP for every worker: connections are still accepted by the kernel, nothing answers.
  public void hang() {
    workerPids().forEach(pid -> Program.signal("STOP", pid));
  }

  /// SIGCONT for every worker.
  public void resume() {
    workerPids().forEach(pid -> Program.signal("CONT", pid));
  }

  /// What `/health` says from now on: 200, or 503.
  public void healthy(boolean healthy) {
    try {
      Path sick = folder.resolve("sick");
      if (healthy) {
        Files.deleteIfExists(sick);
      } else if (!Files.exists(sick)) {
        Files.createFile(sick);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The status of one GET; 0 when there was no answer within a second.
  public int status(String path) {
    try {
      var connection = (HttpURLConnection) URI.create(url(path)).toURL().openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(1_000);
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

  /// Ends its processes, stopped ones too, and removes its folder.
  @Override
  public void close() {
    long master = masterPid();
    if (master != 0) {
      List<Long> all = new ArrayList<>(List.of(master));
      all.addAll(workerPids());
      all.forEach(pid -> Program.signal("KILL", pid));
      await("nginx gone").atMost(DEADLINE).until(() -> all.stream().noneMatch(Nginx::alive));
    }
    Folders.delete(folder);
  }

  private boolean ours(long pid) {
    try {
      return alive(pid)
          && Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains(folder.toString());
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean alive(long pid) {
    return Folders.alive(pid);
  }

  private void writeConfiguration() {
    try {
      Path pages = Files.createDirectories(folder.resolve("pages"));
      Files.writeString(pages.resolve("index.html"), name + "\n");
      Files.writeString(pages.resolve("slow"), "0123456789abcdef".repeat(2_048));
      Files.writeString(folder.resolve("nginx.conf"), configuration(pages));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration(Path pages) {
    String served =
        upstream.isEmpty()
            ? """
            location / { root %1$s; index index.html; default_type text/plain; }
            location = /slow { root %1$s; limit_rate 10k; default_type text/plain; }
            """
                .formatted(pages)
            : """
            location / { proxy_pass http://%s; proxy_http_version 1.1; proxy_set_header Connection ""; }
            """
                .formatted(upstream);
    return """
    %s
    worker_processes %d;
    pid %s;
    error_log %s/error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      client_body_temp_path %4$s/body;
      proxy_temp_path %4$s/proxy;
      fastcgi_temp_path %4$s/fastcgi;
      uwsgi_temp_path %4$s/uwsgi;
      scgi_temp_path %4$s/scgi;
      add_header X-Backend %5$s always;
      server {
        listen 127.0.0.1:%6$d;
        location = /health {
          default_type text/plain;
          if (-f %4$s/sick) { return 503 "sick\\n"; }
          return 200 "ok\\n";
        }
        location = /nginx_status { stub_status; }
        %7$s
      }
    }
    """
        .formatted(
            Program.root() ? "user root;" : "", workers, pidFile(), folder, name, port, served);
  }
}
