package lockbench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// What is measured on: two nginx, each before an application, behind one HAProxy, on free ports of
/// this machine, in a temporary folder. Everything is undone by [#close], also on Ctrl-C.
final class Stand implements AutoCloseable {
  final Path folder;
  final List<Nginx> servers;
  final Haproxy haproxy;
  final boolean lab;
  private final Deque<Runnable> undo = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param lab where the lab's Load.java and upstream.js are; null: our own
  private Stand(Path lab) throws IOException {
    Program.need("nginx", "nginx-light");
    Program.need("haproxy", "haproxy");
    folder = Files.createTempDirectory("lockbench-");
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, Program.UNDO));
    undo.push(() -> delete(folder));
    this.lab = lab != null;
    int[] ports = freePorts(5);
    List<Nginx> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      startUpstream(ports[i], lab);
      var nginx =
          new Nginx("web" + (i + 1), ports[2 + i], ports[i], folder.resolve("web" + (i + 1)));
      undo.push(nginx::close);
      nginx.start();
      all.add(nginx);
    }
    servers = List.copyOf(all);
    haproxy = new Haproxy(ports[4], servers, folder.resolve("haproxy"));
    undo.push(haproxy::close);
    haproxy.start();
  }

  static Stand withOwnParts() throws IOException {
    return new Stand(null);
  }

  /// With the lab's application where the lab and node are there, else with our own.
  static Stand withLab(Path lab) throws IOException {
    return new Stand(labIsThere(lab) ? lab : null);
  }

  static boolean labIsThere(Path lab) {
    return Files.isReadable(lab.resolve("load/Load.java")) && Program.find("node").isPresent();
  }

  Nginx server(String name) {
    return servers.stream().filter(s -> s.name.equals(name)).findFirst().orElseThrow();
  }

  /// More to be undone at the end, before what was there earlier.
  void undoing(Runnable action) {
    undo.push(action);
    if (closed.get()) {
      undoAll();
    }
  }

  private void startUpstream(int port, Path lab) throws IOException {
    if (lab == null) {
      var upstream = new Upstream(port);
      undo.push(upstream::close);
    } else {
      Process node =
          new ProcessBuilder(
                  Program.find("node").orElseThrow().toString(),
                  lab.resolve("load/upstream.js").toString(),
                  Integer.toString(port))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("upstream-" + port + ".log").toFile())
              .start();
      undo.push(() -> Program.end(node));
    }
  }

  /// Different ports that are free now.
  static int[] freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      int[] ports = new int[count];
      for (int i = 0; i < count; i++) {
        var socket = new ServerSocket(0);
        held.add(socket);
        ports[i] = socket.getLocalPort();
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Program.undoFromHere();
    undoAll();
  }

  private void undoAll() {
    for (Runnable action = undo.poll(); action != null; action = undo.poll()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        System.err.println("undoing: " + e);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("Could not remove " + folder + ": " + e.getMessage());
    }
  }
}
