package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCollectorTest {
  @TempDir Path proc;

  private List<WatchedService> services =
      List.of(
          new WatchedService("web", 100, List.of(8080)),
          new WatchedService("shop", 200, List.of(9090)));
  private ServiceCollector collector;
  private dev.lockkeeper.model.Moment now = Fixture.NOW;

  @BeforeEach
  void copyFixture() throws IOException {
    Path from = new Fixture("services").roots().proc();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            proc.resolve(from.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    collector =
        new ServiceCollector(
            new Roots(proc, proc, proc),
            () -> services,
            Fixture.PAGE_BYTES,
            new ProcNetTcp(proc.resolve("self/net")));
  }

  private Samples collect() throws IOException {
    var samples = new Samples();
    collector.collect(now, samples);
    now = now.plus(Duration.ofSeconds(1));
    return samples;
  }

  private void replace(String file, String what, String by) throws IOException {
    Path path = proc.resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(what);
    Files.writeString(path, before.replace(what, by));
  }

  private void end(int pid) throws IOException {
    try (Stream<Path> files = Files.walk(proc.resolve(Integer.toString(pid)))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(file)) {
          // The kernel lets nobody read on through a handle that is still open.
          Files.writeString(file, "");
        }
        Files.delete(file);
      }
    }
  }

  @Test
  void aServiceIsItsMainProcessAndAllThatDescendFromIt() throws IOException {
    Samples samples = collect();
    assertThat(samples.value("service_up{service=\"web\"}")).isEqualTo(1);
    assertThat(samples.value("service_processes{service=\"web\"}")).isEqualTo(3);
    assertThat(samples.value("service_threads{service=\"web\"}")).isEqualTo(3);
    assertThat(samples.value("service_resident_memory_bytes{service=\"web\"}"))
        .isEqualTo(900 * 4096);
    assertThat(samples.value("service_start_time_seconds{service=\"web\"}"))
        .isEqualTo(1_700_000_123.45);
    assertThat(samples.value("service_cpu_seconds_total{mode=\"user\", service=\"web\"}"))
        .as("workers that ended are in their parent's cutime")
        .isEqualTo(14.1);
    assertThat(samples.value("service_cpu_seconds_total{mode=\"system\", service=\"web\"}"))
        .isEqualTo(7.7);
    assertThat(samples.value("service_run_queue_seconds_total{service=\"web\"}")).isEqualTo(2);
    assertThat(samples.value("service_io_wait_seconds_total{service=\"web\"}")).isEqualTo(2.5);
  }

  @Test
  void threadsInStateDAreCountedOneByOne() throws IOException {
    Samples samples = collect();
    assertThat(samples.value("service_threads_blocked{service=\"web\"}")).isEqualTo(1);
    assertThat(samples.value("service_threads{service=\"shop\"}")).isEqualTo(4);
    assertThat(samples.value("service_threads_blocked{service=\"shop\"}")).isEqualTo(2);
    assertThat(samples.value("service_run_queue_seconds_total{service=\"shop\"}")).isEqualTo(7);
    assertThat(samples.value("service_io_wait_seconds_total{service=\"shop\"}"))
        .isCloseTo(3.1, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void connectionsAndAcceptQueueAreByPort() throws IOException {
    Samples samples = collect();
    assertThat(
            samples.value(
                "service_tcp_connections{port=\"8080\", service=\"web\", state=\"established\"}"))
        .isEqualTo(2);
    assertThat(
            samples.value(
                "service_tcp_connections{port=\"8080\", service=\"web\", state=\"close_wait\"}"))
        .isEqualTo(1);
    assertThat(samples.value("service_accept_queue{port=\"8080\", service=\"web\"}"))
        .as("of both addresses")
        .isEqualTo(9);
    assertThat(samples.values)
        .as("/proc does not tell the limit")
        .doesNotContainKey("service_accept_queue_limit{port=\"8080\", service=\"web\"}")
        .as("nobody listens there")
        .doesNotContainKey("service_accept_queue{port=\"9090\", service=\"shop\"}");
  }

  @Test
  void aStateOnceSeenIsShownAsZeroLater() throws IOException {
    collect();
    replace("self/net/tcp", "C352 08", "C352 01");
    assertThat(
            collect()
                .value(
                    "service_tcp_connections{port=\"8080\", service=\"web\","
                        + " state=\"close_wait\"}"))
        .isZero();
  }

  @Test
  void aServiceThatDoesNotRunIsDownAndHasNoStartTime() throws IOException {
    services = List.of(new WatchedService("web", 0, List.of()));
    Samples samples = collect();
    assertThat(samples.value("service_up{service=\"web\"}")).isZero();
    assertThat(samples.value("service_processes{service=\"web\"}")).isZero();
    assertThat(samples.values).doesNotContainKey("service_start_time_seconds{service=\"web\"}");
    assertThat(samples.values).doesNotContainKey("service_resident_memory_bytes{service=\"web\"}");
  }

  @Test
  void aZombieIsDown() throws IOException {
    services = List.of(new WatchedService("web", 300, List.of()));
    assertThat(collect().value("service_up{service=\"web\"}")).isZero();
  }

  @Test
  void aMainProcessThatEndsIsDownAtTheNextRun() throws IOException {
    collect();
    end(200);
    Samples samples = collect();
    assertThat(samples.value("service_up{service=\"shop\"}")).isZero();
    assertThat(samples.value("service_up{service=\"web\"}")).isEqualTo(1);
  }

  @Test
  void countersDoNotGoBackWhenAWorkerEnds() throws IOException {
    Samples first = collect();
    end(101);
    // its time moves to the master that waited for it
    replace("100/stat", " 100 50 1000 500 ", " 100 50 1300 700 ");
    Samples second = collect();
    for (String counter :
        List.of(
            "service_cpu_seconds_total{mode=\"user\", service=\"web\"}",
            "service_cpu_seconds_total{mode=\"system\", service=\"web\"}",
            "service_io_wait_seconds_total{service=\"web\"}",
            "service_run_queue_seconds_total{service=\"web\"}")) {
      assertThat(second.value(counter)).as(counter).isEqualTo(first.value(counter));
    }
    assertThat(second.value("service_processes{service=\"web\"}")).isEqualTo(2);
  }

  @Test
  void countersGoOnOverARestart() throws IOException {
    services = List.of(new WatchedService("web", 100, List.of(8080)));
    double before = collect().value("service_cpu_seconds_total{mode=\"user\", service=\"web\"}");
    services = List.of(new WatchedService("web", 200, List.of(8080)));
    assertThat(collect().value("service_cpu_seconds_total{mode=\"user\", service=\"web\"}"))
        .isEqualTo(before + 70);
  }

  @Test
  void aWorkerStartedLaterIsFoundWithinSeconds() throws IOException {
    end(102);
    assertThat(collect().value("service_processes{service=\"web\"}")).isEqualTo(2);
    Files.createDirectories(proc.resolve("102"));
    Files.copy(new Fixture("services").roots().proc("102/stat"), proc.resolve("102/stat"));
    now = now.plus(Duration.ofSeconds(2));
    assertThat(collect().value("service_processes{service=\"web\"}")).isEqualTo(3);
  }

  @Test
  void withoutDelayAccountingTheWaitIsSampled() throws IOException {
    Files.writeString(proc.resolve("sys/kernel/task_delayacct"), "0\n");
    replace("101/stat", " 250 0 0", " 0 0 0");
    assertThat(collect().value("service_io_wait_seconds_total{service=\"web\"}")).isZero();
    assertThat(collect().value("service_io_wait_seconds_total{service=\"web\"}"))
        .as("one thread in D for one second")
        .isEqualTo(1);
  }

  @Test
  void aNumberGivenToANewProcessStartsANewCount() throws IOException {
    collect();
    replace("101/schedstat", "5000000000 1500000000 10", "1 1000000000 10");
    replace("101/stat", " 12400 ", " 99999 ");
    assertThat(collect().value("service_run_queue_seconds_total{service=\"web\"}")).isEqualTo(3);
  }

  @Test
  void aServiceNoLongerWatchedYieldsNothing() throws IOException {
    collect();
    services = List.of(services.getFirst());
    assertThat(collect().values.keySet()).noneMatch(id -> id.contains("shop"));
  }
}
