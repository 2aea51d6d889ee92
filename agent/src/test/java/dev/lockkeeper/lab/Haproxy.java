package dev.lockkeeper.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/// Debian's haproxy with a configuration of its own: Debian's defaults section, one frontend on a
/// free port, one backend `web` with `option httpchk` and `check inter 1s`, and an admin socket.
public final class Haproxy implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Path program;
  private final Path folder;
  private final int port = FreePorts.next();
  private final List<String> servers = new ArrayList<>();
  private final Set<Long> ours = new LinkedHashSet<>();
  private boolean masterWorker = true;
  private String level = "admin";
  private String check = "check inter 1s";
  private String httpCheck = "option httpchk GET /health";
  private String more = "";

  private Haproxy(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /// Prepared, not started: master and worker, as Debian's unit runs it.
  public static Haproxy create() {
    Optional<Path> program = Program.find("haproxy");
    Assumptions.assumeTrue(program.isPresent(), "haproxy is missing: apt-get install haproxy");
    try {
      return new Haproxy(program.orElseThrow(), Files.createTempDirectory("lk-hap-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One process in the background, reloaded by `-sf`; before the start.
  public Haproxy plain() {
    masterWorker = false;
    return this;
  }

  /// Adds a server of backend `web` at 127.0.0.1.
  public Haproxy server(String name, int serverPort) {
    return server(name, serverPort, "");
  }

  /// Adds a server with options of its own.
  ///
  /// @param options behind the check's own, such as `backup` or `maxconn 1`
  public Haproxy server(String name, int serverPort, String options) {
    servers.add("server " + name + " 127.0.0.1:" + serverPort + " CHECK " + options);
    return this;
  }

  public Haproxy server(Nginx nginx) {
    return server(nginx.name(), nginx.port());
  }

  /// The servers' check options in place of `check inter 1s`; before the start.
  public Haproxy check(String options) {
    check = options;
    return this;
  }

  /// In place of `option httpchk GET /health`; empty: plain connects. Before the start.
  public Haproxy httpCheck(String line) {
    httpCheck = line;
    return this;
  }

  /// The admin socket's level in place of `admin`: `operator` or `user`; before the start.
  public Haproxy level(String socketLevel) {
    level = socketLevel;
    return this;
  }

  /// Sections to add, such as another backend; before the start.
  public Haproxy section(String lines) {
    more += lines + "\n";
    return this;
  }

  public int port() {
    return port;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  public Path folder() {
    return folder;
  }

  /// The admin socket.
  public Path socket() {
    return folder.resolve("admin.sock");
  }

  /// Starts it and returns when its socket answers and every server of `web` has been checked.
  public Haproxy start() {
    writeConfiguration();
    if (masterWorker) {
      try {
        Process master =
            new ProcessBuilder(command("-W"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        ours.add(master.pid());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      Program.run(DEADLINE, command("-D")).orFail();
    }
    await("haproxy's socket").atMost(DEADLINE).until(() -> pid() != 0);
    return this;
  }

  private List<String> command(String... options) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-f", folder + "/haproxy.cfg", "-p", folder + "/haproxy.pid"));
    return command;
  }

  /// As Debian reloads it, SIGUSR2 to the master, or for a plain one a new process with `-sf`;
  /// returns when the new process answers on the socket.
  public void reload() {
    long before = pid();
    if (masterWorker) {
      Program.signal("USR2", ours.iterator().next());
    } else {
      Program.run(DEADLINE, command("-D", "-x", socket().toString(), "-sf", Long.toString(before)))
          .orFail();
    }
    await("a new haproxy").atMost(DEADLINE).until(() -> pid() != 0 && pid() != before);
  }

  /// The process that answers on the socket; 0 when none does.
  public long pid() {
    for (String line : ask("show info").lines().toList()) {
      if (line.startsWith("Pid: ")) {
        long pid = Long.parseLong(line.substring(5).strip());
        ours.add(pid);
        return pid;
      }
    }
    return 0;
  }

  /// One command on the admin socket; empty when nobody answers.
  public String ask(String command) {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket()));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException none) {
      return "";
    }
  }

  /// The column `status` of `show stat`, such as `UP` or `DOWN 1/2`; empty for an unknown server.
  public String statusOf(String backend, String server) {
    for (String line : ask("show stat").lines().toList()) {
      if (line.startsWith(backend + "," + server + ",")) {
        return line.split(",", -1)[17];
      }
    }
    return "";
  }

  /// Waits until a server of backend `web` is UP.
  public void awaitUp(String server) {
    await(server + " is UP").atMost(DEADLINE).until(() -> statusOf("web", server).equals("UP"));
  }

  /// Ends every process of it at once; the socket's file stays, as after a crash.
  public void kill() {
    pid();
    ours.forEach(pid -> ProcessHandle.of(pid).ifPresent(this::endIfOurs));
    await("haproxy gone").atMost(DEADLINE).until(() -> ours.stream().noneMatch(Folders::alive));
    ours.clear();
  }

  private void endIfOurs(ProcessHandle process) {
    // children first: a master whose worker dies ends by itself
    process.descendants().forEach(child -> Program.signal("KILL", child.pid()));
    try {
      String command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      if (command.contains(folder.toString())) {
        Program.signal("KILL", process.pid());
      }
    } catch (IOException gone) {
      // ended in the meantime
    }
  }

  @Override
  public void close() {
    kill();
    Folders.delete(folder);
  }

  private void writeConfiguration() {
    String lines =
        String.join("\n  ", servers.stream().map(line -> line.replace("CHECK", check)).toList());
    String configuration =
        """
        global
          stats socket %s mode 660 level %s expose-fd listeners
          stats timeout 30s
        defaults
          mode http
          option dontlognull
          timeout connect 5000
          timeout client 50000
          timeout server 50000
        frontend www
          bind 127.0.0.1:%d
          default_backend web
        backend web
          %s
          %s
        %s
        """
            .formatted(socket(), level, port, httpCheck, lines, more);
    try {
      Files.writeString(folder.resolve("haproxy.cfg"), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
