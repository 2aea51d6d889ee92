package lockbench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Load in a Java of its own for a fixed time: the lab's Load.java, or our [Clients]. Made, it is
/// under way.
final class LoadRun {
  /// 8 clients in closed loops, 100/s kept alive, 50/s on new connections, 4/s of 2 s, 1/s of 8 MB
  private static final List<String> LOAD = List.of("8", "100", "50", "4", "1");

  /// So many requests show that the load is there.
  private static final int UNDER_WAY = 200;

  private final Process process;
  private final Path csv;

  LoadRun(Stand stand, Path lab, int seconds, String name) throws IOException {
    csv = stand.folder.resolve(name + ".csv");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx256m"));
    if (stand.lab) {
      command.add(lab.resolve("load/Load.java").toString());
    } else {
      command.addAll(List.of("-cp", System.getProperty("lockbench.classes"), "lockbench.Clients"));
    }
    command.addAll(
        List.of(Integer.toString(stand.haproxy.port), Integer.toString(seconds), csv.toString()));
    command.addAll(LOAD);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(stand.folder.resolve(name + ".log").toFile())
            .start();
    stand.undoing(() -> Program.end(process));
    long before = stand.haproxy.requests();
    if (!Program.await(
        Duration.ofSeconds(30), () -> stand.haproxy.requests() > before + UNDER_WAY)) {
      throw new Program.Trouble("No load came");
    }
  }

  /// Waits for its end.
  List<Request> requests() throws IOException, InterruptedException {
    process.waitFor();
    return Request.read(csv);
  }

  boolean running() {
    return process.isAlive();
  }
}
