package lockbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Debian's monit at its shortest cycle (1 s), asking each nginx for `/health`. Its action makes a
/// file, whose appearance is the moment at which it would have acted.
final class Monit {
  private final Path folder;
  private final Process process;

  Monit(Stand stand) throws IOException {
    folder = Files.createDirectories(stand.folder.resolve("monit"));
    var config = new StringBuilder();
    config.append("set daemon 1\n");
    config.append("set pidfile ").append(folder.resolve("pid")).append('\n');
    config.append("set statefile ").append(folder.resolve("state")).append('\n');
    config.append("set idfile ").append(folder.resolve("id")).append('\n');
    config.append("set logfile ").append(folder.resolve("log")).append('\n');
    for (Nginx server : stand.servers) {
      config.append(
          """
          check host %s with address 127.0.0.1
            if failed port %d protocol http request "/health" with timeout 1 seconds
            then exec "%s %s"
          """
              .formatted(
                  server.name,
                  server.port,
                  Program.find("touch").orElseThrow(),
                  folder.resolve(server.name)));
    }
    Path file = folder.resolve("monitrc");
    Files.writeString(file, config);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    process =
        new ProcessBuilder(
                List.of(
                    Program.find("monit").orElseThrow().toString(), "-I", "-c", file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    stand.undoing(() -> Program.end(process));
  }

  boolean acted(String server) {
    return Files.exists(folder.resolve(server));
  }

  void forget(String server) throws IOException {
    Files.deleteIfExists(folder.resolve(server));
  }
}
