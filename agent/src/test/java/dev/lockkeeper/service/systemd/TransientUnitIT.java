package dev.lockkeeper.service.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.act.Launcher;
import dev.lockkeeper.lab.LabHosts;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs started by a real systemd, on a host of the lab, in units of their own. An old systemd
/// is one that does not know the property's name.
@Timeout(30)
class TransientUnitIT {
  private static final String HOST = "trans1";
  private static final String NEW = "ExitType";
  private static final String OLD = "ExitTypeOfALaterDay";
  private static LabHosts hosts;
  private static SystemBus bus;

  @BeforeAll
  static void boot() {
    hosts = LabHosts.open();
    hosts.up(HOST);
    bus = new SystemBus(hosts.bus(HOST));
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

  private static Launcher.Exit ended(Launcher.Launch launch) throws IOException {
    await().until(() -> launch.exit().isPresent());
    return launch.exit().orElseThrow();
  }

  private static boolean runs(String command) {
    return hosts.run(HOST, "pgrep", "-f", "^" + command).exit() == 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {NEW, OLD})
  void aProgramThatStaysRunsInAUnitOfItsOwnAndOutlivesWhoStartedIt(String exitType)
      throws Exception {
    TransientUnit stays;
    try (var starter = new SystemBus(hosts.bus(HOST))) {
      stays = new TransientUnit(starter, "web 1", exitType);
      var launch = stays.launch(List.of("sleep", "11111"));
      await().until(() -> runs("sleep 11111"));
      assertThat(launch.exit()).isEmpty();
    }

    assertThat(stays.unit()).isEqualTo("lockkeeper-web_1.service");
    String seen =
        hosts
            .run(HOST, "sh", "-c", "p=$(pgrep -f 11111$); cat /proc/$p/cgroup; ps -o ppid= -p $p")
            .output();
    assertThat(seen).contains("/system.slice/lockkeeper-web_1.service").endsWith(" 1\n");
    new SystemdControl(bus, stays.unit()).kill();
    assertThat(runs("sleep 11111")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {NEW, OLD})
  void aServerPutIntoTheBackgroundLivesOnAfterItsStarterHasEnded(String exitType)
      throws IOException {
    var daemonises = new TransientUnit(bus, "web2", exitType);
    var launch = daemonises.launch(List.of("/bin/sh", "-c", "sleep 22222 & exit 0"));

    assertThat(ended(launch).status()).isZero();
    assertThat(runs("sleep 22222")).isTrue();

    // its master is gone, a worker is left: in the way of the next start
    var again = daemonises.launch(List.of("sleep", "22223"));
    await().until(() -> runs("sleep 22223"));
    assertThat(again.exit()).isEmpty();
    assertThat(runs("sleep 22222")).isFalse();
    new SystemdControl(bus, daemonises.unit()).kill();
  }

  @ParameterizedTest
  @ValueSource(strings = {NEW, OLD})
  void aProgramThatFailsSaysHowAndCanBeStartedAgain(String exitType) throws IOException {
    var fails = new TransientUnit(bus, "web3", exitType);
    for (int again = 0; again < 2; again++) {
      assertThat(ended(fails.launch(List.of("/bin/sh", "-c", "exit 7"))))
          .isEqualTo(new Launcher.Exit(7, "\"journalctl -u lockkeeper-web3.service\" says more"));
    }
    assertThat(ended(fails.launch(List.of("/bin/sh", "-c", "kill -9 $$"))).status())
        .isEqualTo(128 + 9);
    assertThat(ended(fails.launch(List.of("/nonexistent/server"))).status()).isEqualTo(203);
  }

  @Test
  void aProgramThatEndsWellAndLeavesNothingHasEndedWell() throws IOException {
    assertThat(ended(new TransientUnit(bus, "web4").launch(List.of("/bin/true"))).status())
        .isZero();
  }
}
