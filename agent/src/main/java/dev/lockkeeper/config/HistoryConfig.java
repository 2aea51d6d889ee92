package dev.lockkeeper.config;

import java.time.Duration;

/// `history`: what of the samples is kept on disk.
///
/// @param keep how long; zero: nothing is written
/// @param atMostBytes of all files together
public record HistoryConfig(Duration keep, long atMostBytes) {
  public static final HistoryConfig DEFAULT = new HistoryConfig(Duration.ofHours(24), 64L << 20);

  /// Whether anything is written at all.
  public boolean on() {
    return !keep.isZero();
  }
}
