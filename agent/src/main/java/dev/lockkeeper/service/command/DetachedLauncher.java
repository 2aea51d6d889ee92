package dev.lockkeeper.service.command;

import dev.lockkeeper.act.Launcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Starts a program in a session of its own (setsid(1) where there is one), with no pipe to the
/// agent: it lives on when the agent ends. For machines without systemd.
///
/// Its standard output is dropped, its standard error goes to a file in the runtime directory, new
/// with each start: a server that stays in the foreground had better write its log elsewhere.
public final class DetachedLauncher implements Launcher {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
  private static final File NULL = new File("/dev/null");

  private final Output output;

  /// Starts nothing yet.
  ///
  /// @param output file for what it says on standard error, such as `/run/lockkeeper/web1.start`
  public DetachedLauncher(Path output) {
    this.output = new Output(output);
  }

  @Override
  public Launch launch(List<String> command) throws IOException {
    var line = new ArrayList<String>();
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(path -> line.add(path.toString()));
    line.addAll(command);
    File file = output.emptied().toFile();
    Process process;
    try {
      process =
          new ProcessBuilder(line)
              .redirectInput(NULL)
              .redirectOutput(NULL)
              .redirectError(ProcessBuilder.Redirect.appendTo(file))
              .start();
    } catch (IOException e) {
      throw new IOException("could not run " + command.getFirst() + ": " + e.getMessage(), e);
    }
    return () ->
        process.isAlive()
            ? Optional.empty()
            : Optional.of(new Exit(process.exitValue(), output.lastWords()));
  }
}
