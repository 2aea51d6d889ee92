package dev.lockkeeper.report;

import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.TrafficStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One service at one moment.
///
/// @param mode the most cautious of the service's and the global mode
/// @param since when it entered its state
/// @param holds why a remedy that is asked for is not begun; empty when none is asked for
/// @param incident the open incident's id; null when there is none
/// @param probe latest result; null before the first
/// @param control null before the first answer, or where it can only be observed
/// @param traffic one for each way, in the order of draining; only those that answered
/// @param trafficProblem what is wrong with a way that did not answer; empty when all did
public record ServiceStatus(
    String name,
    Mode mode,
    RemediationState state,
    Instant since,
    List<HoldReason> holds,
    @Nullable String incident,
    @Nullable ProbeResult probe,
    @Nullable ControlStatus control,
    List<TrafficStatus> traffic,
    String trafficProblem,
    int inFlight) {
  public ServiceStatus {
    holds = List.copyOf(holds);
    traffic = List.copyOf(traffic);
  }
}
