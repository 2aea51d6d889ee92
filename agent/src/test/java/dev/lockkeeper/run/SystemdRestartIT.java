package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.lab.LabHosts;
import dev.lockkeeper.report.AgentRequest.Verb;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main road where systemd runs the server: nginx as Debian's unit on one host of the lab,
/// HAProxy as Debian's unit on another, each with its own systemd.
class SystemdRestartIT {
  private static final String WEB = "rweb";
  private static final String BALANCER = "rlb";
  private static LabHosts hosts;
  private static String frontend = "";

  @TempDir Path folder;
  private Path proc;

  @BeforeAll
  static void boot() {
    hosts = LabHosts.open();
    String web = hosts.up(WEB);
    frontend = "http://" + hosts.up(BALANCER) + ":8080/";
    hosts.write(
        BALANCER,
        "/etc/haproxy/haproxy.cfg",
        """
        global
          stats socket /run/haproxy/admin.sock mode 660 level admin
        defaults
          mode http
          timeout connect 5s
          timeout client 50s
          timeout server 50s
        frontend front
          bind :8080
          default_backend web
        backend web
          option httpchk GET /
          default-server check inter 500ms
          server web1 %s:80
          server web2 127.0.0.1:80
        """
            .formatted(web));
    hosts.run(BALANCER, "systemctl", "restart", "haproxy").orFail();
    await().ignoreExceptions().atMost(AgentProcess.PATIENCE).until(() -> status().equals("UP"));
  }

  @AfterAll
  static void shutDown() {
    if (hosts != null) {
      hosts.close();
    }
  }

  @BeforeEach
  void folderForProc() throws IOException {
    proc = Files.createDirectories(folder.resolve("proc"));
  }

  /// An agent on the web server's host.
  private AgentProcess agent(String mode) {
    var agent = new AgentProcess(folder.resolve("agent"), Place.in(hosts, WEB, proc));
    agent.write("rules.yml", "groups: []\n");
    agent.write(
        "config.yml",
        agent.heading(mode)
            + """
            services:
              - name: web1
                control:
                  systemd: nginx.service
                  bus: "unix:path=/proc/1/root/run/dbus/system_bus_socket"
                probe: { http: "http://127.0.0.1/", every: 500ms, timeout: 500ms }
                traffic:
                  - haproxy: { socket: %s, server: web/web1, min_healthy: 1 }
                verify: { good_for: 500ms, deadline: 20s }
                watch: 2s
                start_grace: 1s
            """
                .formatted(proc.resolve(hosts.leader(BALANCER) + "/root/run/haproxy/admin.sock")));
    return agent;
  }

  @Test
  void aRestartUnderLoadIsSystemdsAndLosesNoRequest() throws Exception {
    try (var agent = agent("act").start();
        var load = new Load(folder)) {
      agent.awaitState("web1", "serving");
      String before = mainPid();

      agent.order(Verb.RESTART, "web1");

      var incident = agent.awaitEndedIncident();
      assertThat(incident.path("outcome").asText()).isIn("cured", "done");
      assertThat(AgentProcess.story(incident))
          .containsSubsequence("draining:", "stopping:", "starting:", "verifying:", "readying:");
      assertThat(mainPid()).isNotEqualTo(before);
      assertThat(unit("NRestarts")).isEqualTo("0");
      await().atMost(AgentProcess.PATIENCE).until(() -> status().equals("UP"));
      assertThat(load.answers()).hasSizeGreaterThan(50).containsOnly("200");
    }
  }

  @Test
  void aKilledMasterIsSeenAtOnceAndItsNextLifeToo() {
    try (var agent = agent("observe").start()) {
      awaitUp(agent, 1);

      hosts.run(WEB, "sh", "-c", "kill -9 $(cat /run/nginx.pid)").orFail();

      awaitUp(agent, 0);
      await()
          .atMost(AgentProcess.PATIENCE)
          .until(() -> agent.text("/api/v1/services").contains("failed (failed)"));
      hosts.run(WEB, "systemctl", "start", "nginx").orFail();
      awaitUp(agent, 1);
    }
  }

  private static void awaitUp(AgentProcess agent, int up) {
    await("service_up " + up)
        .atMost(AgentProcess.PATIENCE)
        .until(() ->
            agent
                .text("/metrics")
                .lines()
                .anyMatch(("service_up{service=\"web1\"} " + up)::equals));
  }

  private static String mainPid() {
    return unit("MainPID");
  }

  private static String unit(String property) {
    return hosts
        .run(WEB, "systemctl", "show", "nginx", "--value", "--property=" + property)
        .orFail()
        .output()
        .strip();
  }

  /// HAProxy's word for web1.
  private static String status() {
    var socket = hosts.root(BALANCER).resolve("run/haproxy/admin.sock");
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(ByteBuffer.wrap("show stat web 4 -1\n".getBytes(StandardCharsets.US_ASCII)));
      var answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
      return answer
          .lines()
          .filter(line -> line.startsWith("web,web1,"))
          .map(line -> List.of(line.split(",", -1)).get(17))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One client after another on the hosts' network, from its making until its answers are wanted.
  private static final class Load implements AutoCloseable {
    private final Path stop;
    private final Path codes;
    private final Process process;

    Load(Path folder) throws IOException {
      stop = folder.resolve("stop");
      codes = folder.resolve("codes");
      String loop =
          """
          for i in $(seq 3000); do
            [ ! -e '%s' ] || exit 0
            curl -s -o /dev/null -m 30 -w '%%{http_code}\\n' %s >>'%s'
          done
          """;
      process =
          new ProcessBuilder(hosts.from("sh", "-c", loop.formatted(stop, frontend, codes)))
              .inheritIO()
              .start();
    }

    List<String> answers() throws IOException {
      close();
      return Files.readAllLines(codes);
    }

    @Override
    public void close() throws IOException {
      Files.writeString(stop, "");
      try {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
