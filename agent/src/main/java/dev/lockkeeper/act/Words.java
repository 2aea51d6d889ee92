package dev.lockkeeper.act;

import java.time.Duration;
import java.util.Locale;

/// Figures as incidents write them.
final class Words {
  private Words() {}

  /// `260 ms`, `2.3 s`, `4 s`, `75 s`, `10 min`.
  static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 10_000 && millis % 1_000 != 0) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (millis < 180_000) {
      return millis / 1000 + " s";
    }
    if (millis < 3 * 3_600_000L) {
      return millis / 60_000 + " min";
    }
    return millis / 3_600_000 + " h";
  }

  /// `1 request`, `3 requests`.
  static String requests(int count) {
    return count == 1 ? "1 request" : count + " requests";
  }

  static String orNothing(String detail) {
    return detail.isEmpty() ? "" : " (" + detail + ")";
  }
}
