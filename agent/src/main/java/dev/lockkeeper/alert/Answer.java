package dev.lockkeeper.alert;

import dev.lockkeeper.model.Labels;

/// What deduplication says of one alert after one evaluation, and why.
public sealed interface Answer {

  /// Every receiver is to hear of it now.
  record Send(Notification notification, SendReason why) implements Answer {}

  /// Nobody needs to hear of it now.
  ///
  /// @param labels the alert's own labels
  record Skip(Labels labels, SkipReason why) implements Answer {}

  enum SendReason {
    /// it has begun to fire
    FIRST,
    /// it still fires, but is now unknown, or known again
    CHANGED,
    /// it still fires, or is still remembered as resolved, and the resend time has passed
    RESEND,
    /// it has ended
    RESOLVED
  }

  enum SkipReason {
    /// it does not fire yet
    PENDING,
    /// unknown, and it did not fire before
    UNKNOWN_AND_NOT_FIRING,
    /// ended, and nobody had been told of it
    NEVER_SENT,
    /// sent less than the resend time ago
    SENT_LATELY
  }
}
