package dev.lockkeeper.service.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.lab.LabHosts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a real systemd on a host of the lab.
@Timeout(30)
class SystemdControlIT {
  private static final String HOST = "sysd1";
  private static final String STUBBORN =
      "ExecStart=/bin/sh -c 'trap \"\" TERM; while :; do sleep 1; done'\nTimeoutStopSec=90";
  private static LabHosts hosts;
  private static SystemBus bus;

  @BeforeAll
  static void boot() {
    hosts = LabHosts.open();
    hosts.up(HOST);
    unit("stubborn", STUBBORN);
    unit("broken", "ExecStart=/bin/sh -c 'exit 3'\nType=oneshot");
    unit("phoenix", "ExecStart=/bin/sleep infinity\nRestart=always\nRestartSec=100ms");
    unit(
        "slowend",
        "ExecStart=/bin/sleep infinity\nExecStop=/bin/sleep infinity\nTimeoutStopSec=90");
    unit("endless", "ExecStart=/bin/sleep infinity\nType=notify\nTimeoutStartSec=infinity");
    hosts.run(HOST, "ln", "-s", "/dev/null", "/etc/systemd/system/masked.service").orFail();
    hosts.run(HOST, "systemctl", "daemon-reload").orFail();
    bus = new SystemBus(hosts.bus(HOST));
  }

  private static void unit(String name, String lines) {
    unit(HOST, name, lines);
  }

  private static void unit(String host, String name, String lines) {
    hosts.write(
        host,
        "/etc/systemd/system/" + name + ".service",
        "[Unit]\nDescription=" + name + "\n[Service]\n" + lines + "\n");
  }

  @AfterAll
  static void shutDown() {
    if (bus != null) {
      bus.close();
    }
    if (hosts != null) {
      hosts.close();
    }
  }

  private static SystemdControl control(String unit) {
    return new SystemdControl(bus, unit + ".service");
  }

  @Test
  void nginxStopsAndStartsAndReloads() throws IOException {
    SystemdControl nginx = control("nginx");
    nginx.start();
    long before = nginx.status().mainPid();
    assertThat(nginx.status().running()).isTrue();
    assertThat(nginx.status().detail()).isEqualTo("active (running)");
    assertThat(before).isPositive();
    nginx.reload();
    nginx.start();
    assertThat(nginx.status().mainPid()).isEqualTo(before);

    nginx.stop();
    assertThat(nginx.status().running()).isFalse();
    assertThat(nginx.status().mainPid()).isZero();
    nginx.stop();

    nginx.start();
    assertThat(nginx.status().mainPid()).isPositive().isNotEqualTo(before);
    assertThat(nginx.restartsBySystemd()).isZero();
    assertThat(nginx.mainStartedMicros()).isPositive();
  }

  @Test
  void aStopThatHangsEndsWithTheInterruptAndThenWithTheKill() throws Exception {
    SystemdControl stubborn = control("stubborn");
    stubborn.start();
    var ended = new AtomicReference<Exception>();
    Thread stopping =
        Thread.ofPlatform()
            .start(() -> {
              try {
                stubborn.stop();
              } catch (IOException e) {
                ended.set(e);
              }
            });
    await().until(() -> stubborn.status().detail().startsWith("deactivating"));
    stopping.interrupt();
    stopping.join(10_000);
    assertThat(ended.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(stubborn.status().running()).isTrue();

    stubborn.kill();

    assertThat(stubborn.status().running()).isFalse();
    stubborn.start();
    stubborn.kill();
    stubborn.kill();
  }

  @Test
  void aKilledUnitIsNotStartedAgainBySystemd() throws IOException {
    SystemdControl phoenix = control("phoenix");
    phoenix.start();

    phoenix.kill();

    assertThat(phoenix.status().detail()).matches("(failed|inactive).*");
    assertThat(phoenix.restartsBySystemd()).isZero();
    phoenix.start();
    assertThat(phoenix.status().running()).isTrue();
    phoenix.stop();
  }

  @Test
  void aStartThatFailsSaysHow() {
    assertThatThrownBy(() -> control("broken").start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("failed")
        .hasMessageContaining("result exit-code, exit status 3")
        .hasMessageContaining("journalctl -u broken.service");
  }

  @Test
  void aStartRefusedByTheConfigurationTestDoesNotBlameAnEarlierProcess() throws Exception {
    SystemdControl nginx = control("nginx");
    nginx.start();
    nginx.kill();
    hosts.write(HOST, "/etc/nginx/conf.d/bad.conf", "nonsense;");
    try {
      assertThatThrownBy(nginx::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("result exit-code; \"journalctl -u nginx.service\"");
      assertThat(nginx.status().running()).isFalse();
    } finally {
      Files.delete(hosts.root(HOST).resolve("etc/nginx/conf.d/bad.conf"));
    }
    nginx.start();
    assertThat(nginx.status().running()).isTrue();
  }

  @Test
  void aStopCommandThatHangsIsKilledToo() throws IOException {
    SystemdControl slowend = control("slowend");
    slowend.start();

    slowend.kill();

    assertThat(slowend.status().running()).isFalse();
    assertThat(slowend.status().detail()).startsWith("failed");
  }

  @Test
  void aKillEndsWithTheLastProcessWhereSystemdIsNotToldOfIt() throws IOException {
    String old = "sysd2";
    hosts.up(old, 1);
    unit(old, "stubborn", STUBBORN);
    hosts.run(old, "systemctl", "daemon-reload").orFail();
    try (var its = new SystemBus(hosts.bus(old))) {
      var stubborn = new SystemdControl(its, "stubborn.service");
      stubborn.start();

      stubborn.kill();

      assertThat(stubborn.status().running()).isFalse();
      assertThat(hosts.run(old, "pgrep", "-f", "trap").exit()).isEqualTo(1);
    }
  }

  @Test
  void aUnitThatIsMissingOrMaskedOrCannotReloadSaysSo() throws IOException {
    assertThatThrownBy(() -> control("nothere").start())
        .isInstanceOf(IOException.class)
        .hasMessage("systemd has no unit nothere.service");
    assertThatThrownBy(() -> control("masked").start())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("masked.service is masked");
    control("phoenix").start();
    assertThatThrownBy(() -> control("phoenix").reload())
        .isInstanceOf(UnsupportedOperationException.class);
    control("phoenix").stop();
  }

  @Test
  void aStartThatNeverEndsIsWaitedForUntilTheInterrupt() throws Exception {
    SystemdControl endless = control("endless");
    var ended = new AtomicReference<Exception>();
    Thread starting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                endless.start();
              } catch (IOException e) {
                ended.set(e);
              }
            });
    await().until(() -> endless.status().detail().startsWith("activating"));
    assertThat(endless.status().running()).isFalse();
    starting.interrupt();
    starting.join(10_000);
    assertThat(ended.get()).isInstanceOf(InterruptedIOException.class);
    endless.kill();
  }

  @Test
  void aBusThatWentAwayIsAskedAgain() throws IOException {
    SystemdControl nginx = control("nginx");
    nginx.start();
    hosts.run(HOST, "systemctl", "restart", "dbus").orFail();
    await().ignoreExceptions().until(() -> nginx.status().running());
  }
}
