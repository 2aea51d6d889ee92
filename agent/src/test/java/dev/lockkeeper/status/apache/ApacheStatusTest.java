package dev.lockkeeper.status.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ApacheStatusTest {
  /// Apache 2.4.71 with MPM event.
  private static final String PAGE =
      """
      127.0.0.1
      ServerVersion: Apache/2.4.71 (Debian)
      ServerMPM: event
      Server Built: 2026-11-12T08:58:41
      CurrentTime: Monday, 23-Nov-2026 21:30:41 UTC
      ParentServerConfigGeneration: 1
      ServerUptime: 1 second
      Load1: 0.43
      Total Accesses: 120
      Total kBytes: 33
      Total Duration: 1500
      CPUSystem: .01
      Uptime: 61
      BytesPerSec: 2.5e-5
      BusyWorkers: 3
      GracefulWorkers: 0
      IdleWorkers: 4
      Processes: 2
      Stopping: 1
      ConnsTotal: 9
      ConnsAsyncKeepAlive: 5
      Scoreboard: WRK__R.I..__SDCLG
      """;

  @Test
  void workersFiguresAndScoreboardAreRead() throws IOException {
    ApacheStatus status = ApacheStatus.parse(PAGE);
    assertThat(status.figure("BusyWorkers")).hasValue(3);
    assertThat(status.figure("Total Duration")).hasValue(1500);
    assertThat(status.figure("CPUSystem")).as("without a leading zero").hasValue(0.01);
    assertThat(status.figure("BytesPerSec")).hasValue(2.5e-5);
    assertThat(status.figure("ServerVersion")).as("no number").isEmpty();
    assertThat(status.figure("ConnsAsyncWriting")).as("not on this page").isEmpty();
    // _ S R W K D C L G I .
    assertThat(status.slots()).containsExactly(4, 1, 2, 1, 1, 1, 1, 1, 1, 1, 3);
    assertThat(status.inFlight()).as("without the one that asks").isEqualTo(2);
  }

  @Test
  void thePageForPeopleAndAnyOtherIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> ApacheStatus.parse("<!DOCTYPE html><title>Apache Status</title>"))
        .withMessage(
            "not a mod_status page for machines (?auto): <!DOCTYPE html><title>Apache"
                + " Status</title>");
    assertThatIOException()
        .isThrownBy(() -> ApacheStatus.parse(PAGE.replace("BusyWorkers", "Workers")));
    assertThatIOException()
        .isThrownBy(() -> ApacheStatus.parse(PAGE.replace("IdleWorkers: 4", "IdleWorkers: four")));
    assertThatIOException()
        .isThrownBy(() -> ApacheStatus.parse(PAGE.replace("WRK", "W?K")))
        .withMessageContaining("unknown letter: ?");
  }

  @Test
  void aGarbledPageIsReadOrRefusedAndNothingElse() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] changed = PAGE.getBytes(StandardCharsets.ISO_8859_1);
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      try {
        assertThat(ApacheStatus.parse(new String(changed, StandardCharsets.ISO_8859_1)).inFlight())
            .isNotNegative();
      } catch (IOException refused) {
        assertThat(refused).hasMessageContaining("mod_status");
      }
    }
  }
}
