package lockbench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A real HAProxy before some nginx, with the defaults of Debian's package, `option httpchk` and
/// `check inter 1s`, and no options for retries.
final class Haproxy {
  final int port;
  final Path socket;
  private final Path folder;

  Haproxy(int port, List<Nginx> servers, Path folder) throws IOException {
    this.port = port;
    this.folder = Files.createDirectories(folder);
    this.socket = folder.resolve("admin.sock");
    String lines =
        servers.stream()
            .map(s -> "  server %s 127.0.0.1:%d check inter 1s\n".formatted(s.name, s.port))
            .collect(Collectors.joining());
    Files.writeString(
        folder.resolve("haproxy.cfg"),
        """
        global
          stats socket %s mode 600 level admin
          stats timeout 30s
        defaults
          mode http
          timeout connect 5000
          timeout client 50000
          timeout server 50000
        frontend in
          bind 127.0.0.1:%d
          default_backend web
        backend web
          balance roundrobin
          option httpchk GET /health
        """
                .formatted(socket, port)
            + lines);
  }

  void start() {
    Program.run(
        List.of(
            Program.find("haproxy").orElseThrow().toString(),
            "-D",
            "-f",
            folder.resolve("haproxy.cfg").toString(),
            "-p",
            folder.resolve("haproxy.pid").toString()));
    if (!Program.await(
        Duration.ofSeconds(10), () -> states().values().stream().allMatch(State::inRotation))) {
      throw new Program.Trouble("HAProxy did not come up with all servers");
    }
  }

  /// One server as HAProxy sees it (management guide, 9.3, `show servers state`).
  ///
  /// @param up its checks pass
  /// @param ready nobody drained it or put it into maintenance
  record State(boolean up, boolean ready) {
    boolean inRotation() {
      return up && ready;
    }
  }

  /// Empty while it does not answer.
  Map<String, State> states() {
    Map<String, State> states = new HashMap<>();
    for (String line : ask("show servers state web").split("\n")) {
      String[] words = line.split(" ");
      if (words.length > 6 && words[1].equals("web")) {
        // srv_op_state 0 is stopped; srv_admin_state is a set of bits, 0 when nobody asked for
        // anything
        states.put(words[3], new State(!words[5].equals("0"), words[6].equals("0")));
      }
    }
    return states;
  }

  /// How many requests it has received so far (`req_tot` of the frontend, management guide 9.1).
  long requests() {
    String[] lines = ask("show stat in 1 -1").split("\n");
    List<String> names = List.of(lines[0].replace("# ", "").split(",", -1));
    String[] cells = lines.length < 2 ? new String[0] : lines[1].split(",", -1);
    int column = names.indexOf("req_tot");
    return column < 0 || column >= cells.length ? 0 : Long.parseLong(cells[column]);
  }

  /// One command on the admin socket; empty when it does not answer.
  String ask(String command) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException gone) {
      return "";
    }
  }

  void close() {
    try {
      Path pidFile = folder.resolve("haproxy.pid");
      if (Files.exists(pidFile)) {
        for (String pid : Files.readString(pidFile).strip().split("\\s+")) {
          Program.signal("KILL", Long.parseLong(pid));
        }
        Files.delete(pidFile);
      }
    } catch (IOException | NumberFormatException gone) {
      System.err.println("HAProxy's pid file: " + gone.getMessage());
    }
  }
}
