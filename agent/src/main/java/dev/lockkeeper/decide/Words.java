package dev.lockkeeper.decide;

import java.time.Duration;

/// Figures as reasons give them.
final class Words {
  private Words() {}

  /// `12 s`, `10 min`, `24 h`; rounded up, since what is left of a wait is never nothing.
  static String duration(Duration duration) {
    long seconds = (duration.toMillis() + 999) / 1000;
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 2 * 3600) {
      return (seconds + 59) / 60 + " min";
    }
    return (seconds + 3599) / 3600 + " h";
  }
}
