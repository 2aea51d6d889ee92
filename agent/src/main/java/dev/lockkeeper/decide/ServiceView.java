package dev.lockkeeper.decide;

import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the guards may look at of one service.
///
/// @param state where it stands in a remediation
/// @param upFor how long its main process has lived; null when it is not running or not known
/// @param traffic what each way last said
/// @param trafficProblem why a way did not answer; empty when all did
/// @param trafficAge how old `traffic` is; null when none was ever had
public record ServiceView(
    ServiceSpec spec,
    RemediationState state,
    @Nullable Duration upFor,
    List<TrafficStatus> traffic,
    String trafficProblem,
    @Nullable Duration trafficAge) {
  public ServiceView {
    traffic = List.copyOf(traffic);
  }
}
