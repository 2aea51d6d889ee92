package dev.lockkeeper.decide;

import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.RemedyRequest;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What all guards look at.
///
/// @param mode the global one
/// @param paused why the kill switch is on; null when it is off
/// @param services by name
/// @param running the service that holds this machine's one remediation; null when none does
/// @param history past remediations
/// @param incidentId the id of the incident that is open for a request, or that it would open: what
///   an operator types to approve it
public record GuardInput(
    Mode mode,
    @Nullable String paused,
    Map<String, ServiceView> services,
    @Nullable String running,
    History history,
    Function<RemedyRequest, String> incidentId) {}
