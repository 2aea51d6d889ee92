package dev.lockkeeper.http;

import com.codahale.metrics.health.HealthCheck;
import dev.lockkeeper.report.AgentStatus.CollectorStatus;
import dev.lockkeeper.report.AgentView;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Health checks of the agent itself.
public final class Health {
  /// A loop that ticks every second and has been silent for this long is stuck.
  static final Duration SILENT = Duration.ofSeconds(3);

  private Health() {}

  /// The loop ticks.
  public static HealthCheck loop(AgentView agent) {
    return of(() -> {
      Duration age = agent.status().lastTick();
      return age.compareTo(SILENT) < 0
          ? ""
          : "the loop has not ticked for %.1f s".formatted(age.toNanos() / 1e9);
    });
  }

  /// Every collector's latest run succeeded.
  public static HealthCheck collectors(AgentView agent) {
    return of(() ->
        agent.status().collectors().stream()
            .filter(collector -> !collector.success())
            .map(Health::failure)
            .collect(Collectors.joining("; ")));
  }

  private static String failure(CollectorStatus collector) {
    return collector.name() + ": " + collector.error();
  }

  /// @param problem what is wrong, in words; empty while nothing is
  public static HealthCheck of(Supplier<String> problem) {
    return new HealthCheck() {
      @Override
      protected Result check() {
        String words = problem.get();
        return words.isEmpty() ? Result.healthy() : Result.unhealthy(words);
      }
    };
  }
}
