package dev.lockkeeper.run;

import dev.lockkeeper.act.ServiceControl;
import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.ServiceSpec;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks balancers and service managers once a second how each service stands. A service whose
/// answer takes longer is not asked again before it has come.
final class Survey implements AutoCloseable {
  private final ServiceAdapters.Kept adapters;
  private final Consumer<Arrival> loop;
  private final Set<String> underWay = new HashSet<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("survey-", 0).daemon().factory());

  Survey(ServiceAdapters.Kept adapters, Consumer<Arrival> loop) {
    this.adapters = adapters;
    this.loop = loop;
  }

  /// For the loop's thread; never blocks.
  void ask(Iterable<ServiceSpec> services) {
    for (ServiceSpec spec : services) {
      if (underWay.add(spec.name())) {
        threads.execute(() -> loop.accept(ask(spec)));
      }
    }
  }

  /// For the loop's thread, with each answer.
  void answered(Arrival.Surveyed surveyed) {
    underWay.remove(surveyed.service());
  }

  private Arrival.Surveyed ask(ServiceSpec spec) {
    var parts = adapters.of(spec);
    ServiceControl manager = parts.control();
    ControlStatus status = null;
    String problem = "";
    if (manager != null) {
      try {
        status = manager.status();
      } catch (IOException | RuntimeException e) {
        problem = Failures.text(e);
      }
    }
    return new Arrival.Surveyed(
        spec.name(), parts.inspect(), status, problem, startOf(status), parts.countOwn());
  }

  private static @Nullable Instant startOf(@Nullable ControlStatus status) {
    if (status == null || status.mainPid() == 0) {
      return null;
    }
    return ProcessHandle.of(status.mainPid())
        .flatMap(process -> process.info().startInstant())
        .orElse(null);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
