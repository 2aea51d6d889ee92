package lockbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A Prometheus that scrapes the [Exporter] and evaluates rules, both every second.
final class Prometheus implements AutoCloseable {
  /// what one stretch of its life cost
  ///
  /// @param cpuNanos of the whole process
  /// @param evaluations of rules
  /// @param evaluationNanos wall time that these took, by its own account
  record Reading(long cpuNanos, long evaluations, long evaluationNanos) {
    Reading minus(Reading earlier) {
      return new Reading(
          cpuNanos - earlier.cpuNanos,
          evaluations - earlier.evaluations,
          evaluationNanos - earlier.evaluationNanos);
    }
  }

  private final Process process;
  private final Path log;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /// @param folder with `rules/*.yml`; everything else is put there too
  Prometheus(Path folder, int exporterPort) throws IOException {
    port = Stand.freePorts(1)[0];
    log = folder.resolve("prometheus.log");
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
        rule_files: [ rules/*.yml ]
        scrape_configs:
          - job_name: fleet
            static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
        """
            .formatted(exporterPort));
    process =
        new ProcessBuilder(
                Program.find("prometheus").orElseThrow().toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  void awaitReady() throws IOException {
    boolean ready =
        Program.await(
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            () -> !process.isAlive() || get("/-/ready") != null);
    if (!ready || !process.isAlive()) {
      throw new Program.Trouble("Prometheus did not get ready:\n" + Files.readString(log));
    }
  }

  Reading read() {
    String page = get("/metrics");
    if (page == null) {
      throw new Program.Trouble("Prometheus does not answer any more");
    }
    double evaluations = 0;
    double seconds = 0;
    for (String line : page.split("\n")) {
      if (line.startsWith("prometheus_rule_evaluation_duration_seconds_count")) {
        evaluations += value(line);
      } else if (line.startsWith("prometheus_rule_evaluation_duration_seconds_sum")) {
        seconds += value(line);
      }
    }
    return new Reading(cpuNanos(), Math.round(evaluations), Math.round(seconds * 1e9));
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private long cpuNanos() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  long residentBytes() {
    return residentBytes(process.pid());
  }

  static long residentBytes(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String get(String path) {
    try {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(20))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? answer.body() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Program.Trouble("interrupted", e);
    }
  }

  @Override
  public void close() {
    Program.end(process);
  }
}
