package dev.lockkeeper.report;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The agent about itself, at one moment.
///
/// @param paused why nothing new is started (the kill switch), null when it is off
/// @param problems what does not work as it should, in words: a rule file that broke, a collector
///   that is stuck, a receiver that is down. Empty is good.
/// @param alerts pending, firing and unknown ones
/// @param lastTick how old the latest finished tick is
public record AgentStatus(
    String version,
    String instance,
    Instant startedAt,
    Mode mode,
    @Nullable String paused,
    int series,
    int rules,
    List<CollectorStatus> collectors,
    List<Alert> alerts,
    List<String> problems,
    Duration lastTick) {
  public AgentStatus {
    collectors = List.copyOf(collectors);
    alerts = List.copyOf(alerts);
    problems = List.copyOf(problems);
  }

  /// The same, with a fresh age of the latest tick.
  public AgentStatus with(Duration sinceTick) {
    return new AgentStatus(
        version,
        instance,
        startedAt,
        mode,
        paused,
        series,
        rules,
        collectors,
        alerts,
        problems,
        sinceTick);
  }

  /// @param error empty when the latest run succeeded
  /// @param age since the latest success; null when there was none
  public record CollectorStatus(
      String name, boolean success, Duration duration, @Nullable Duration age, String error) {}
}
