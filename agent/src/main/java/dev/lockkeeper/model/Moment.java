package dev.lockkeeper.model;

import java.time.Duration;
import java.time.Instant;

/// One reading of both clocks. Time is an argument everywhere: only the loop makes a `Moment`.
///
/// @param epochMillis wall clock, milliseconds since the Unix epoch: for reports, windows and
///   sample timestamps. It can jump.
/// @param nanos monotonic clock ([System#nanoTime()]), nanoseconds since an arbitrary origin: for
///   durations. It never goes back, and means nothing in another process.
public record Moment(long epochMillis, long nanos) {

  /// The time that has passed since an earlier moment of the same process.
  public Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  /// Whether at least `duration` has passed since `earlier`.
  public boolean reached(Moment earlier, Duration duration) {
    return nanos - earlier.nanos >= duration.toNanos();
  }

  public Moment plus(Duration duration) {
    return new Moment(epochMillis + duration.toMillis(), nanos + duration.toNanos());
  }

  public Instant instant() {
    return Instant.ofEpochMilli(epochMillis);
  }
}
