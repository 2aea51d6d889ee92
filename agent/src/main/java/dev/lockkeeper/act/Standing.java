package dev.lockkeeper.act;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.RemediationState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where one service stands.
///
/// @param since wall time at which it entered the state
/// @param holds why a remedy that is asked for is not begun; empty when none is asked for
/// @param incident the open incident's id; null when there is none
/// @param inFlight latest count while draining; -1 when unknown or not draining
/// @param trafficProblem what a remediation meets at the balancer; empty when nothing
public record Standing(
    String service,
    RemediationState state,
    Instant since,
    List<HoldReason> holds,
    @Nullable String incident,
    int inFlight,
    String trafficProblem) {
  public Standing {
    holds = List.copyOf(holds);
  }
}
