package dev.lockkeeper.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.TrafficStatus.Admin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recorded answers of HAProxy 2.6, and answers that no HAProxy gives.
class HaproxyTrafficTest {
  @TempDir Path folder;

  private static byte[] recorded(String name) {
    try (var stream = HaproxyTrafficTest.class.getResourceAsStream("/haproxy/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static HaproxyTraffic traffic(String socket, String server) {
    return new HaproxyTraffic(
        new TrafficSpec.Haproxy(socket, "web", server, 1), Duration.ofMillis(500));
  }

  private TrafficStatus inspected(String server) throws IOException {
    try (var fake = new FakeHaproxy(folder, _ -> recorded("2.6-mixed.txt"))) {
      return traffic(fake.socket(), server).inspect();
    }
  }

  @Test
  void aServerThatIsDownAndDrainedIsBoth() throws IOException {
    TrafficStatus status = inspected("web1");
    assertThat(status.admin()).isEqualTo(Admin.DRAIN);
    assertThat(status.up()).isFalse();
    assertThat(status.detail()).isEqualTo("DOWN, drained, check L4CON");
    assertThat(status.balancerPid()).isEqualTo(29440);
    assertThat(status.way()).isEqualTo("haproxy web/web1");
  }

  @Test
  void drainedServersWithoutChecksWeightNothingBackupsAndMaintenanceAreNotHealthyOthers()
      throws IOException {
    // web2 is drained, web3 has weight 0, web4 is a backup, web5 is in maintenance
    assertThat(inspected("web1").healthyOthers()).isZero();
    assertThat(inspected("web1").enoughOthers()).isFalse();
    assertThat(inspected("web2").admin()).isEqualTo(Admin.DRAIN);
    assertThat(inspected("web2").up()).isTrue();
    assertThat(inspected("web3").admin()).isEqualTo(Admin.DRAIN);
    assertThat(inspected("web3").detail()).contains("weight 0");
    assertThat(inspected("web5").admin()).isEqualTo(Admin.MAINT);
  }

  @Test
  void aServerInMaintenanceIsNeitherDrainedNorReadied() throws IOException {
    try (var fake = new FakeHaproxy(folder, _ -> recorded("2.6-mixed.txt"))) {
      HaproxyTraffic traffic = traffic(fake.socket(), "web5");
      traffic.drain();
      assertThatThrownBy(traffic::ready)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in maintenance")
          .hasMessageContaining("set server web/web5 state ready");
      assertThat(fake.asked).noneMatch(command -> command.startsWith("set"));
    }
  }

  @Test
  void sessionsAreThoseAtTheServerAndThoseInItsQueue() throws IOException {
    String text = new String(recorded("2.6-mixed.txt"), StandardCharsets.US_ASCII);
    byte[] busy = ascii(text.replace("web,web2,0,0,0,0,", "web,web2,3,9,40,50,"));
    try (var fake = new FakeHaproxy(folder, _ -> busy)) {
      assertThat(traffic(fake.socket(), "web2").inspect().sessions()).isEqualTo(43);
    }
  }

  @Test
  void anAnswerCutShortAnywhereIsAnErrorOrLeavesTheServerAsItIs() throws IOException {
    byte[] whole = recorded("2.6-mixed.txt");
    for (int length = 0; length < whole.length; length += 37) {
      byte[] part = Arrays.copyOf(whole, length);
      try (var fake = new FakeHaproxy(folder, _ -> part)) {
        TrafficStatus status = traffic(fake.socket(), "web1").inspect();
        assertThat(status.admin()).isEqualTo(Admin.DRAIN);
      } catch (IOException understood) {
        assertThat(understood).hasMessageContaining("HAProxy");
      }
    }
  }

  @Test
  void garbageIsAnErrorForAPersonNeverSomethingElse() {
    var random = new Random(42);
    byte[] whole = recorded("2.6-mixed.txt");
    for (int round = 0; round < 300; round++) {
      byte[] changed = whole.clone();
      for (int flip = 0; flip <= round; flip++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try (var fake = new FakeHaproxy(folder, _ -> changed)) {
        traffic(fake.socket(), "web1").inspect();
      } catch (IOException understood) {
        assertThat(understood.getMessage()).isNotBlank().hasSizeLessThan(400);
      }
    }
  }

  @Test
  void anotherProgramOnTheSocketIsNotTakenForHaproxy() {
    try (var fake = new FakeHaproxy(folder, _ -> ascii("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThatThrownBy(() -> traffic(fake.socket(), "web1").inspect())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not understood: HTTP/1.1 400 Bad Request");
    }
  }

  @Test
  void noAnswerAtAllEndsAtTheDeadline() {
    try (var fake = new FakeHaproxy(folder, _ -> null)) {
      assertThatThrownBy(() -> traffic(fake.socket(), "web1").inspect())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not answer within 500 ms");
    }
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() {
    byte[] endless = new byte[RuntimeSocket.LONGEST_ANSWER * 2];
    Arrays.fill(endless, (byte) 'x');
    try (var fake = new FakeHaproxy(folder, _ -> endless)) {
      var traffic =
          new HaproxyTraffic(
              new TrafficSpec.Haproxy(fake.socket(), "web", "web1", 1), Duration.ofSeconds(30));
      assertThatThrownBy(traffic::inspect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answers without end");
    }
  }

  @Test
  void refusalsSayWhatHelps() {
    refused("Permission denied\n", "level admin");
    refused("Can't find backend.\n", "no backend web");
    refused("No such backend.\n", "no backend web");
    refused("No such server.\n", "no server web/web1");
  }

  private void refused(String answer, String expected) {
    try (var fake = new FakeHaproxy(folder, _ -> ascii(answer))) {
      assertThatThrownBy(() -> traffic(fake.socket(), "web1").drain())
          .isInstanceOf(IOException.class)
          .hasMessageContaining(expected);
    }
  }

  @Test
  void aNameThatWouldBeginAnotherCommandIsRefused() {
    for (String name : new String[] {"web1;disable", "web 1", "web1\n", "", "a/b"}) {
      assertThatThrownBy(() -> traffic("/run/x.sock", name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aMissingSocketNamesItAndTheLineThatMakesIt() {
    String missing = folder.resolve("none.sock").toString();
    assertThatThrownBy(() -> traffic(missing, "web1").inspect())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing + " does not exist")
        .hasMessageContaining("stats socket");
  }
}
