package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.status.nginx.NginxStatusCollector;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service collector, discovery and the status page beside a real nginx.
class ServiceCollectorIT {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private Nginx nginx;
  private ServiceCollector collector;

  @BeforeEach
  void start() throws IOException {
    nginx = Nginx.start(folder);
    collector =
        new ServiceCollector(
            Roots.SYSTEM, () -> List.of(new WatchedService("web", nginx.master.pid(), List.of())));
  }

  @AfterEach
  void stop() {
    if (nginx != null) {
      nginx.close();
    }
  }

  private Samples collect() throws IOException {
    var samples = new Samples();
    collector.collect(new Moment(System.currentTimeMillis(), System.nanoTime()), samples);
    return samples;
  }

  private String port(String metric) {
    return metric + "{port=\"" + nginx.port + "\", service=\"web\"}";
  }

  @Test
  void aRunningNginxIsSeenWhole() throws IOException {
    Samples samples = collect();
    assertThat(samples.value("service_up{service=\"web\"}")).isEqualTo(1);
    assertThat(samples.value("service_processes{service=\"web\"}")).isEqualTo(3);
    assertThat(samples.value("service_threads{service=\"web\"}")).isEqualTo(3);
    assertThat(samples.value("service_resident_memory_bytes{service=\"web\"}"))
        .isGreaterThan(1 << 20);
    assertThat(samples.value("service_start_time_seconds{service=\"web\"}"))
        .isBetween(
            System.currentTimeMillis() / 1000.0 - 60, System.currentTimeMillis() / 1000.0 + 2);
    assertThat(samples.value("service_open_fds{service=\"web\"}")).isBetween(5.0, 100.0);
    assertThat(samples.value("service_max_fds{service=\"web\"}")).isGreaterThan(100);
    assertThat(samples.value("service_run_queue_seconds_total{service=\"web\"}"))
        .isGreaterThanOrEqualTo(0);
    assertThat(samples.value("service_cpu_seconds_total{mode=\"user\", service=\"web\"}"))
        .isGreaterThanOrEqualTo(0);
    assertThat(samples.value("service_io_wait_seconds_total{service=\"web\"}"))
        .isGreaterThanOrEqualTo(0);
    assertThat(samples.value(port("service_accept_queue"))).isZero();
  }

  @Test
  void connectionsThatAStoppedNginxDoesNotAcceptAreInItsQueue() throws Exception {
    nginx.signalWorkers("STOP");
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 7; i++) {
        sockets.add(nginx.connect());
      }
      await().atMost(LONG).until(() -> collect().value(port("service_accept_queue")) == 7);
      Samples samples = collect();
      assertThat(samples.values)
          .as("the limit needs netlink sock_diag, which this kernel has")
          .containsEntry(port("service_accept_queue_limit"), (double) Nginx.BACKLOG);
      assertThat(
              samples.value(
                  "service_tcp_connections{port=\""
                      + nginx.port
                      + "\", service=\"web\", state=\"established\"}"))
          .isEqualTo(7);
      nginx.signalWorkers("CONT");
      await().atMost(LONG).until(() -> collect().value(port("service_accept_queue")) == 0);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void anEndedNginxIsDown() throws IOException {
    collect();
    nginx.close();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          Samples samples = collect();
          assertThat(samples.value("service_up{service=\"web\"}")).isZero();
          assertThat(samples.value("service_processes{service=\"web\"}")).isZero();
        });
  }

  @Test
  void procSaysTheSameAsNetlink() throws IOException {
    var netlink = new ArrayList<String>();
    var proc = new ArrayList<String>();
    new NetlinkSockets()
        .visit((port, state, queue, limit, inode) -> {
          if (port == nginx.port && state == TcpSockets.LISTEN) {
            netlink.add(state + " " + queue + " " + inode);
            assertThat(limit).isEqualTo(Nginx.BACKLOG);
          }
        });
    new ProcNetTcp(Path.of("/proc/self/net"))
        .visit((port, state, queue, limit, inode) -> {
          if (port == nginx.port && state == TcpSockets.LISTEN) {
            proc.add(state + " " + queue + " " + inode);
          }
        });
    assertThat(netlink).hasSize(1).isEqualTo(proc);
  }

  @Test
  void discoveryFindsTheMasterAndItsPort() throws IOException {
    assertThat(new Discovery(Roots.SYSTEM).find())
        .filteredOn(server -> server.mainPid() == nginx.master.pid())
        .singleElement()
        .satisfies(server -> {
          assertThat(server.kind()).isEqualTo("nginx");
          assertThat(server.name()).startsWith("nginx");
          assertThat(server.ports()).containsExactly(nginx.port);
        });
  }

  @Test
  void theStatusPageIsRead() throws IOException {
    var status = new NginxStatusCollector("web", nginx.status(), LONG);
    var samples = new Samples();
    status.collect(Fixture.NOW, samples);
    assertThat(samples.value("nginx_up{service=\"web\"}")).isEqualTo(1);
    assertThat(samples.value("nginx_connections_active{service=\"web\"}")).isEqualTo(1);
    assertThat(samples.value("nginx_http_requests_total{service=\"web\"}")).isPositive();
    assertThat(status.inFlight()).hasValue(0);
  }
}
