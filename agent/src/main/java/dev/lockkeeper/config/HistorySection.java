package dev.lockkeeper.config;

import java.time.Duration;

/// `history`.
final class HistorySection {
  static final Keys KEYS =
      Keys.of(
          Key.span(
              "keep",
              Duration.ZERO,
              Duration.ofDays(365),
              HistoryConfig.DEFAULT.keep(),
              "How long samples are kept on disk, in `history/` of the state directory. `0s`: none"
                  + " are, and windows begin anew with each start."),
          Key.size(
              "at_most",
              1L << 20,
              1L << 40,
              HistoryConfig.DEFAULT.atMostBytes(),
              "Of all these files together. Where it does not suffice, the oldest samples become"
                  + " buckets of 15 seconds, then go."));

  private HistorySection() {}

  static HistoryConfig read(Section top) {
    var history = top.section("history", KEYS);
    return new HistoryConfig(history.duration("keep"), history.size("at_most"));
  }
}
