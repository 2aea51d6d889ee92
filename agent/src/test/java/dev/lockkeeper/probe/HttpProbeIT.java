package dev.lockkeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.lab.Nginx;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ProbeSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Probes of a real nginx in every condition that matters.
class HttpProbeIT {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  @Test
  void aNginxFallsSickHangsDiesAndComesBack() {
    try (var nginx = Nginx.started("web1")) {
      assertThat(probe(nginx, "/health", Duration.ofSeconds(10)).detail()).isEmpty();

      nginx.healthy(false);
      assertThat(probe(nginx, "/health", Duration.ofSeconds(10)).detail()).isEqualTo("HTTP 503");
      nginx.healthy(true);

      nginx.hang();
      var hung = probe(nginx, "/health", TIMEOUT);
      assertThat(hung.detail()).isEqualTo("no answer within 500 ms (connected, request sent)");
      assertThat(hung.duration()).isBetween(TIMEOUT, Duration.ofSeconds(5));
      nginx.resume();
      assertThat(probe(nginx, "/health", Duration.ofSeconds(10)).success()).isTrue();

      nginx.stop();
      assertThat(probe(nginx, "/health", TIMEOUT).detail()).isEqualTo("connection refused");
      nginx.start();
      assertThat(probe(nginx, "/health", Duration.ofSeconds(10)).success()).isTrue();
    }
  }

  @Test
  void aSlowBodyIsNoAnswerInTime() {
    try (var nginx = Nginx.started("web1")) {
      assertThat(probe(nginx, "/slow", TIMEOUT).detail())
          .startsWith("no answer within 500 ms (connected, HTTP 200, ");
      assertThat(probe(nginx, "/slow", Duration.ofSeconds(30)).detail()).isEmpty();
    }
  }

  @Test
  void manyHungProbesOnVirtualThreadsDoNotDelayAHealthyOne()
      throws ExecutionException, InterruptedException {
    // if a waiting probe held its carrier, two dozen of them would hold them all
    try (var hung = Nginx.started("hung");
        var well = Nginx.started("well");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      probe(well, "/health", Duration.ofSeconds(10));
      hung.hang();
      var patience = Duration.ofSeconds(10);
      List<Future<ProbeResult>> waiting =
          IntStream.range(0, 24)
              .mapToObj(_ -> threads.submit(() -> probe(hung, "/health", patience)))
              .toList();
      var result = threads.submit(() -> probe(well, "/health", patience)).get();
      assertThat(result.success()).isTrue();
      assertThat(waiting).noneMatch(Future::isDone);
      hung.resume();
      for (var one : waiting) {
        assertThat(one.get().success()).isTrue();
      }
    }
  }

  private static ProbeResult probe(Nginx nginx, String path, Duration timeout) {
    var spec = new ProbeSpec.Http(nginx.url(path), List.of(200), timeout, timeout);
    return Probes.of(spec).probe(new Moment(0, 0), System::nanoTime);
  }
}
