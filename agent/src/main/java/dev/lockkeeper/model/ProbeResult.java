package dev.lockkeeper.model;

import java.time.Duration;

/// One answer, or none, of a service or dependency to a probe.
///
/// @param startedAt when the probe began: a result counts for a started server only if it began
///   after the start
/// @param success whether it was as expected
/// @param duration how long it took
/// @param httpStatus the HTTP status code; 0 where there was none
/// @param detail what went wrong, in words; empty on success
public record ProbeResult(
    Moment startedAt, boolean success, Duration duration, int httpStatus, String detail) {}
