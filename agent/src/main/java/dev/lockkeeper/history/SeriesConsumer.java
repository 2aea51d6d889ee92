package dev.lockkeeper.history;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import java.time.Duration;

/// Takes what history holds, a stretch of one series at a time.
@FunctionalInterface
public interface SeriesConsumer {

  /// @param series whose samples these are; equal ones are mostly the same object
  /// @param staleAfter how old its latest sample may become before the series counts as gone
  /// @param samples oldest first, all later than those of the same series that came before. Markers
  ///   of staleness are among them ([dev.lockkeeper.model.Staleness]). Where history is coarse an
  ///   entry stands for a bucket of samples. Valid during the call only.
  void take(SeriesId series, Duration staleAfter, SampleWindow samples);

  /// Whether to read a series' samples at all: leaving them out is cheap.
  default boolean wants(SeriesId series) {
    return true;
  }
}
