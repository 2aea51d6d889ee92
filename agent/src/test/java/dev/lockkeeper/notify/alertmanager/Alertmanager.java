package dev.lockkeeper.notify.alertmanager;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.lab.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Debian's prometheus-alertmanager, alone, on a free port. It forgets everything when it is
/// killed: its storage is not kept between two starts.
public final class Alertmanager implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String CONFIGURATION =
      """
      route: { receiver: nobody }
      receivers: [ { name: nobody } ]
      """;

  private final Path program;
  private final Path folder;
  private final int port = FreePorts.next();
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;

  private Alertmanager(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /// Prepared, not started.
  public static Alertmanager create(Path folder) {
    var program = Program.find("prometheus-alertmanager");
    Assumptions.assumeTrue(
        program.isPresent(),
        "prometheus-alertmanager is missing: apt-get install prometheus-alertmanager");
    return new Alertmanager(program.orElseThrow(), folder);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Returns when it is ready.
  public void start() {
    try {
      var storage = Files.createTempDirectory(folder, "storage");
      var configuration = Files.writeString(folder.resolve("alertmanager.yml"), CONFIGURATION);
      process =
          new ProcessBuilder(
                  program.toString(),
                  "--config.file=" + configuration,
                  "--storage.path=" + storage,
                  "--web.listen-address=127.0.0.1:" + port,
                  "--cluster.listen-address=")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("alertmanager.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("alertmanager on " + port).atMost(DEADLINE).until(() -> ask("/-/ready") != null);
  }

  /// Ends it at once.
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      await("alertmanager gone").atMost(DEADLINE).until(() -> !process.isAlive());
    }
  }

  /// The active alerts, as its API lists them.
  public List<JsonNode> alerts() {
    var body = ask("/api/v2/alerts?active=true");
    try {
      return body == null ? List.of() : new ObjectMapper().readTree(body).valueStream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Null when it does not answer well.
  private String ask(String path) {
    try {
      var request = HttpRequest.newBuilder(url().resolve(path)).timeout(DEADLINE).build();
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? response.body() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    kill();
    client.close();
  }
}
