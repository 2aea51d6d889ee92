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
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// Debian's Apache with a configuration of its own in a temporary folder, on a free port:
/// `/server-status`, and at most ten workers (MPM event) that wait for slow clients without end.
public final class Apache implements AutoCloseable {
  public static final int WORKERS = 10;

  private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Path program;
  private final Path folder;
  private final int port = FreePorts.next();

  private Apache(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /// Returns when it answers.
  public static Apache started() {
    Optional<Path> program = Program.find("apache2");
    Assumptions.assumeTrue(program.isPresent(), "apache2 is missing: apt-get install apache2-bin");
    try {
      var apache = new Apache(program.orElseThrow(), Files.createTempDirectory("lk-apache-"));
      Files.writeString(apache.folder.resolve("apache.conf"), apache.configuration());
      apache.command("start").orFail();
      await("apache on " + apache.port)
          .atMost(DEADLINE)
          .ignoreExceptions()
          .until(() -> apache.code("/server-status?auto") == 200);
      return apache;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration() {
    return """
    ServerRoot %1$s
    ServerName localhost
    PidFile %1$s/apache.pid
    ErrorLog %1$s/error.log
    Listen 127.0.0.1:%2$d
    LoadModule mpm_event_module %3$s/mod_mpm_event.so
    LoadModule authz_core_module %3$s/mod_authz_core.so
    LoadModule status_module %3$s/mod_status.so
    %4$s
    ExtendedStatus On
    Timeout 300
    StartServers 1
    ServerLimit 2
    ThreadsPerChild 5
    MaxRequestWorkers %5$d
    MinSpareThreads 1
    MaxSpareThreads 10
    <Location /server-status>
      SetHandler server-status
    </Location>
    """
        .formatted(
            folder, port, MODULES, Program.root() ? "User www-data\nGroup www-data" : "", WORKERS);
  }

  private Program.Result command(String what) {
    return Program.run(
        DEADLINE,
        List.of(
            program.toString(),
            "-d",
            folder.toString(),
            "-f",
            folder + "/apache.conf",
            "-k",
            what));
  }

  public int port() {
    return port;
  }

  /// The page for machines.
  public URI status() {
    return URI.create("http://127.0.0.1:" + port + "/server-status?auto");
  }

  private int code(String path) throws IOException {
    var connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setConnectTimeout(1000);
    connection.setReadTimeout(1000);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private long pid() {
    try {
      return Long.parseLong(Files.readString(folder.resolve("apache.pid")).strip());
    } catch (IOException | NumberFormatException gone) {
      return 0;
    }
  }

  /// Ends it, whatever is under way.
  @Override
  public void close() {
    long pid = pid();
    if (pid > 1) {
      command("stop");
      await("apache " + pid + " gone").atMost(DEADLINE).until(() -> !Folders.alive(pid));
    }
    Folders.delete(folder);
  }
}
