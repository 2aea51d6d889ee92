package dev.lockkeeper.collect;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a collector is doing, at one moment.
///
/// @param success whether its latest run succeeded
/// @param stuck whether a run goes on past its deadline
/// @param duration of the latest finished run; zero before the first one
/// @param age since the latest success; null when there was none
/// @param error what is wrong or missing; empty when the latest run succeeded and none is stuck
public record CollectorState(
    String name,
    boolean success,
    boolean stuck,
    Duration duration,
    @Nullable Duration age,
    String error) {}
