package dev.lockkeeper.config;

import java.time.Duration;

/// `history`.
final class HistorySection {
  private static final Keys KEYS = Keys.of("keep", "at_most");
  private static final Duration LEAST_KEEP = Duration.ofMinutes(10);
  private static final Duration MOST_KEEP = Duration.ofDays(365);
  private static final long LEAST_BYTES = 1L << 20;
  private static final long MOST_BYTES = 1L << 40;

  private HistorySection() {}

  static HistoryConfig read(Section top) {
    var history = top.section("history", KEYS);
    var defaults = HistoryConfig.DEFAULT;
    return new HistoryConfig(
        history.value("keep", HistorySection::keep).orElse(defaults.keep()),
        history.size("at_most", defaults.atMostBytes(), LEAST_BYTES, MOST_BYTES));
  }

  private static Duration keep(String text) {
    var keep = DurationText.parse(text);
    if (!keep.isZero() && (keep.compareTo(LEAST_KEEP) < 0 || keep.compareTo(MOST_KEEP) > 0)) {
      throw new IllegalArgumentException(
          "must be from %s to %s, or 0s for no history on disk"
              .formatted(DurationText.of(LEAST_KEEP), DurationText.of(MOST_KEEP)));
    }
    return keep;
  }
}
