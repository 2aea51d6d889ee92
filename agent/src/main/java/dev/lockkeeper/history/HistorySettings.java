package dev.lockkeeper.history;

import java.nio.file.Path;
import java.time.Duration;

/// Where history is kept, and how much of it.
///
/// @param directory made when missing
/// @param keep what is older is dropped
/// @param atMostBytes of all files together: where that does not suffice, what is oldest becomes
///   coarser, and is dropped in the end
public record HistorySettings(Path directory, Duration keep, long atMostBytes) {
  public HistorySettings {
    if (keep.isNegative() || atMostBytes < 0) {
      throw new IllegalArgumentException("a negative bound of history");
    }
  }
}
