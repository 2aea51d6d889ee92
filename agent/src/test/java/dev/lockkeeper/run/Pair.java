package dev.lockkeeper.run;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.lab.Haproxy;
import dev.lockkeeper.lab.Nginx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Two real nginx behind a real HAProxy, and an upstream whose `/slow` answers when it is told to.
/// `web1` is started and stopped by scripts that wait at a gate while its file is there.
final class Pair implements AutoCloseable {
  private static final String VERIFY = "verify: { good_for: 500ms, deadline: 20s }\n";

  final Path folder;
  final HttpServer upstream;
  final Nginx web1;
  final Nginx web2;
  final Haproxy haproxy;
  private final CountDownLatch slow = new CountDownLatch(1);
  private final HttpClient client = HttpClient.newHttpClient();

  Pair(Path folder) {
    this(folder, haproxy -> {});
  }

  /// @param settings changes HAProxy before it starts
  Pair(Path folder, java.util.function.Consumer<Haproxy> settings) {
    this.folder = folder;
    try {
      upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    upstream.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/slow")) {
            try {
              boolean _ = slow.await(5, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          byte[] body = "ok\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    upstream.start();
    String address = "127.0.0.1:" + upstream.getAddress().getPort();
    web1 = Nginx.create("web1").upstream(address);
    web2 = Nginx.create("web2").upstream(address);
    web1.start();
    web2.start();
    haproxy = Haproxy.create().server(web1).server(web2);
    settings.accept(haproxy);
    haproxy.start();
    haproxy.awaitUp("web1");
    haproxy.awaitUp("web2");
    script("start", web1.startCommand());
    script("stop", web1.stopCommand());
  }

  /// A script that runs a command once the file `NAME.gate` is gone.
  private void script(String name, java.util.List<String> command) {
    String words = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(name),
          """
          #!/bin/sh
          while [ -e '%s' ]; do sleep 0.05; done
          [ ! -e '%s' ] || { echo 'no such luck' >&2; exit 3; }
          exec %s
          """
              .formatted(folder.resolve(name + ".gate"), folder.resolve(name + ".fail"), words));
      if (!folder.resolve(name).toFile().setExecutable(true)) {
        throw new IOException("not executable: " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// While it is shut, the script waits.
  void gate(String script, boolean shut) {
    file(script + ".gate", shut);
  }

  /// From now on the script fails.
  void fail(String script, boolean fails) {
    file(script + ".fail", fails);
  }

  private void file(String name, boolean there) {
    try {
      if (there) {
        Files.writeString(folder.resolve(name), "");
      } else {
        Files.deleteIfExists(folder.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A request that hangs at the upstream until [#release]. Returns when a server works on it.
  ///
  /// @return its status code, once it has one
  CompletableFuture<Integer> slowRequest(String server) {
    // HAProxy takes the servers in turn: ask until the wanted one has it.
    for (int i = 0; i < 10; i++) {
      var answer =
          client
              .sendAsync(
                  HttpRequest.newBuilder(URI.create(haproxy.url("/slow"))).build(),
                  HttpResponse.BodyHandlers.ofString())
              .thenApply(HttpResponse::statusCode);
      int before = i;
      await().until(() -> sessions("web1") + sessions("web2") > before);
      if (sessions(server) > 0) {
        return answer;
      }
    }
    throw new IllegalStateException(server + " got no request");
  }

  void release() {
    slow.countDown();
  }

  int sessions(String server) {
    String[] header = null;
    for (String line : haproxy.ask("show stat").split("\n", -1)) {
      String[] fields = line.split(",", -1);
      if (line.startsWith("# ")) {
        header = fields;
      } else if (header != null && fields[0].equals("web") && fields[1].equals(server)) {
        return Integer.parseInt(fields[java.util.Arrays.asList(header).indexOf("scur")]);
      }
    }
    return 0;
  }

  int get(String path) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(haproxy.url(path)))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String status(String server) {
    return haproxy.statusOf("web", server);
  }

  void awaitStatus(String server, String... wanted) {
    await(server + " in HAProxy: " + java.util.List.of(wanted))
        .atMost(AgentProcess.PATIENCE)
        .until(() -> java.util.List.of(wanted).stream().anyMatch(status(server)::startsWith));
  }

  /// The service `web1`, its times short enough for a test.
  ///
  /// @param more lines that replace or add keys, each at a service's depth
  String service(String more) {
    return """
    services:
      - name: web1
        mode: act
        control:
          command: { start: [ %s ], stop: [ %s ], pid_file: %s }
          start_within: 10s
          stop_within: 3s
        probe: { http: "%s", every: 500ms, timeout: 500ms }
        traffic:
          - haproxy: { socket: %s, server: web/web1, min_healthy: 1 }
        start_grace: 1s
    """
            .formatted(
                folder.resolve("start"),
                folder.resolve("stop"),
                web1.pidFile(),
                web1.url("/health"),
                haproxy.socket())
        + (more.contains("verify:") ? more : more + VERIFY).indent(4);
  }

  @Override
  public void close() {
    release();
    gate("start", false);
    gate("stop", false);
    haproxy.close();
    web1.close();
    web2.close();
    upstream.stop(0);
  }
}
