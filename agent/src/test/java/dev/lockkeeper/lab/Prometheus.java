package dev.lockkeeper.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Debian's Prometheus on a free port, with its data in a folder that a test gives.
public final class Prometheus implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Process process;
  private final URI url;
  private final Path log;

  private Prometheus(Process process, URI url, Path log) {
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /// Started and ready.
  ///
  /// @param folder for its data, in `data`
  /// @param config its configuration
  /// @param options beside address and folder
  public static Prometheus start(Path folder, String config, String... options) {
    var program = Program.find("prometheus");
    Assumptions.assumeTrue(
        program.isPresent(), "prometheus is missing: apt-get install prometheus");
    try {
      var file = Files.writeString(folder.resolve("prometheus.yml"), config);
      var log = folder.resolve("prometheus.log");
      int port = FreePorts.next();
      var command = new java.util.ArrayList<String>();
      command.add(program.orElseThrow().toString());
      command.add("--config.file=" + file);
      command.add("--storage.tsdb.path=" + folder.resolve("data"));
      command.add("--storage.tsdb.retention.time=365d");
      command.add("--web.listen-address=127.0.0.1:" + port);
      command.addAll(List.of(options));
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var prometheus = new Prometheus(process, URI.create("http://127.0.0.1:" + port), log);
      prometheus.awaitReady();
      return prometheus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts samples of the past into the data of a Prometheus that is not started yet.
  ///
  /// @param samples in OpenMetrics' text format, with times
  public static void fill(Path folder, String samples) {
    var program = Program.find("promtool");
    Assumptions.assumeTrue(program.isPresent(), "promtool is missing: apt-get install prometheus");
    try {
      var file = Files.writeString(folder.resolve("samples.om"), samples);
      Program.run(
              DEADLINE,
              List.of(
                  program.orElseThrow().toString(),
                  "tsdb",
                  "create-blocks-from",
                  "openmetrics",
                  file.toString(),
                  folder.resolve("data").toString()))
          .orFail();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    try {
      await()
          .atMost(DEADLINE)
          .until(() -> {
            if (!process.isAlive()) {
              throw new IllegalStateException("it has ended: " + Files.readString(log));
            }
            return ready();
          });
    } catch (RuntimeException e) {
      close();
      throw new AssertionError(Files.readString(log), e);
    }
  }

  private boolean ready() {
    try {
      var connection = (HttpURLConnection) url.resolve("/-/ready").toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(2000);
      return connection.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  public URI url() {
    return url;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
