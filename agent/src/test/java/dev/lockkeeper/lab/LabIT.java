package dev.lockkeeper.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// The lab's own parts do what the other tests rely on.
class LabIT {
  @Test
  void nginxHangsAndComesBackAndLeavesNothingBehind() {
    Nginx nginx = Nginx.started("web1");
    try (nginx) {
      assertThat(nginx.status("/health")).isEqualTo(200);
      assertThat(nginx.status("/nginx_status")).isEqualTo(200);
      nginx.healthy(false);
      assertThat(nginx.status("/health")).isEqualTo(503);
      assertThat(nginx.workerPids()).hasSize(2);
      nginx.hang();
      assertThat(nginx.status("/")).isZero();
      nginx.resume();
      await().until(() -> nginx.status("/") == 200);
      nginx.stop();
      nginx.start();
    }
    assertThat(nginx.status("/")).isZero();
    assertThat(Files.exists(nginx.folder())).isFalse();
  }

  @Test
  void haproxyReloadsInBothWays() {
    try (var nginx = Nginx.started("web1");
        var master = Haproxy.create().server(nginx);
        var plain = Haproxy.create().plain().server(nginx)) {
      for (Haproxy haproxy : new Haproxy[] {master, plain}) {
        haproxy.start();
        haproxy.awaitUp("web1");
        long before = haproxy.pid();
        haproxy.reload();
        assertThat(haproxy.pid()).isNotEqualTo(before);
        haproxy.awaitUp("web1");
      }
    }
  }

  @Test
  void aHostBootsAndRunsUnits() {
    try (var hosts = LabHosts.open()) {
      hosts.up("lab1");
      assertThat(hosts.run("lab1", "systemctl", "is-active", "nginx").output().strip())
          .isEqualTo("active");
      assertThat(Files.exists(hosts.root("lab1").resolve("run/dbus/system_bus_socket"))).isTrue();
    }
  }
}
