package dev.lockkeeper.run;

import dev.lockkeeper.config.DurationText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Which stretch of the past a backtest is about.
record BacktestSpan(Instant from, Instant to) {
  private static final Duration STANDARD = Duration.ofDays(1);

  /// @param since a duration before the end, or an instant; empty: a day
  /// @param until a duration before now, or an instant; empty: now
  /// @throws IllegalArgumentException with a message for a person
  static BacktestSpan of(Optional<String> since, Optional<String> until, Instant now) {
    var to = until.map(text -> when("--until", text, now)).orElse(now);
    var from = since.map(text -> when("--since", text, to)).orElse(to.minus(STANDARD));
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("--since " + from + " is not before --until " + to);
    }
    if (to.isAfter(now.plus(Duration.ofMinutes(1)))) {
      throw new IllegalArgumentException("--until " + to + " lies in the future");
    }
    return new BacktestSpan(from, to);
  }

  private static Instant when(String option, String text, Instant before) {
    if (text.contains("T")) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(
            option + ": `" + text + "` is not an instant such as 2026-11-23T14:00:00Z", e);
      }
    }
    try {
      return before.minus(DurationText.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option + ": " + e.getMessage() + "; nor an instant such as 2026-11-23T14:00:00Z", e);
    }
  }

  /// @throws IllegalArgumentException with a message for a person
  static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("`" + text + "` is not a URL", e);
    }
  }
}
