package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientStatfsTest {
  private static final Statfs.Sizes SIZES = new Statfs.Sizes(1000, 300, 200, 50, 40);

  private final CountDownLatch server = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  /// `/srv/nas` hangs until its server is back.
  private final Statfs statfs =
      mountPoint -> {
        if (mountPoint.equals("/srv/nas")) {
          asked.incrementAndGet();
          try {
            server.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }
        if (mountPoint.equals("/broken")) {
          throw new IOException("/broken: statfs: [5] Input/output error");
        }
        return SIZES;
      };

  private final PatientStatfs patient = new PatientStatfs(statfs, Duration.ofMillis(60));

  @Test
  void aDeadMountHidesNoOtherAndIsAskedOnce() throws IOException {
    assertThatThrownBy(() -> patient.ask("/srv/nas"))
        .hasMessage("/srv/nas: no answer to statfs for 60 ms");
    assertThatThrownBy(() -> patient.ask("/srv/nas"))
        .hasMessage("/srv/nas: still no answer to statfs");
    assertThat(patient.isStuck("/srv/nas")).isTrue();
    assertThat(asked).hasValue(1);
    var generous = new PatientStatfs(statfs, Duration.ofSeconds(20));
    assertThat(generous.ask("/")).isEqualTo(SIZES);
    server.countDown();
  }

  @Test
  void aMountThatIsBackIsAskedAgain() {
    assertThatThrownBy(() -> patient.ask("/srv/nas")).isInstanceOf(IOException.class);
    server.countDown();
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> patient.ask("/srv/nas").equals(SIZES));
  }

  @Test
  void anErrorIsPassedOnAndIsNotStuck() {
    assertThatThrownBy(() -> patient.ask("/broken"))
        .hasMessage("/broken: statfs: [5] Input/output error");
    assertThat(patient.isStuck("/broken")).isFalse();
    server.countDown();
  }

  @Test
  void theCollectorShowsADeadMountAsADeviceError() throws IOException {
    var collector =
        new FilesystemCollector(
            new Fixture("web-server").roots(),
            statfs,
            FilesystemCollector.DEFAULT_MOUNT_POINTS_EXCLUDE,
            FilesystemCollector.DEFAULT_TYPES_EXCLUDE);
    var samples = new Samples();
    collector.collect(Fixture.NOW, samples);
    String nas = "{device=\"nas:/export\", fstype=\"nfs4\", mountpoint=\"/srv/nas\"}";
    assertThat(samples.value("node_filesystem_device_error" + nas)).isEqualTo(1);
    assertThat(samples.values).doesNotContainKey("node_filesystem_size_bytes" + nas);
    String root = "{device=\"/dev/sda1\", fstype=\"ext4\", mountpoint=\"/\"}";
    assertThat(samples.value("node_filesystem_device_error" + root)).isZero();
    server.countDown();
  }
}
