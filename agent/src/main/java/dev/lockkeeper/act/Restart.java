package dev.lockkeeper.act;

import dev.lockkeeper.model.Moment;
import org.jspecify.annotations.Nullable;

/// What one restart (or reload) is measured by.
final class Restart {
  /// the main process before the stop; 0 when unknown
  long mainPid;

  /// the service manager has told what runs, right before the stop
  boolean controlRead;

  /// the stop did not do it: killed at this moment
  @Nullable Moment killedAt;

  /// starts asked for so far
  int starts;

  /// the start failed at this moment, and is tried once more
  @Nullable Moment startFailedAt;

  /// samples from before it count for nothing
  Moment startedAt;

  /// since when the probe has been good without a break
  @Nullable Moment goodSince;

  /// when the latest good answer was asked for
  @Nullable Moment lastGood;

  /// warm-up asked for at this moment
  @Nullable Moment warmingSince;

  /// when the service manager was asked last
  @Nullable Moment controlAskedAt;

  /// since when the condition has been clear, in a server that only was drained
  @Nullable Moment clearSince;

  /// the service manager was already seen to be silent: said once
  boolean saidSilent;

  /// it was out of traffic before the restart was ordered: giving up must not put it back
  boolean wasOut;

  Restart(Moment now) {
    startedAt = now;
  }
}
