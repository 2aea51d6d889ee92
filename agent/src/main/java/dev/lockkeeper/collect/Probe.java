package dev.lockkeeper.collect;

import dev.lockkeeper.model.ProbeResult;
import java.util.function.LongSupplier;

/// Asks a service or dependency for its health. Blocks for its timeout at the most.
@FunctionalInterface
public interface Probe {
  /// Probes once. Never throws: whatever goes wrong is a failed result that says so.
  ///
  /// @param startedAt the moment at which it begins
  /// @param nanoTime the monotonic clock, for the duration
  ProbeResult probe(dev.lockkeeper.model.Moment startedAt, LongSupplier nanoTime);
}
