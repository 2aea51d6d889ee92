package dev.lockkeeper.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as Prometheus writes them: `500ms`, `1s`, `1m30s`, `24h`, `7d`; each unit at most
/// once, the largest first.
public final class DurationText {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final Pattern BARE = Pattern.compile("[-+]?\\d+(\\.\\d+)?");

  /// Milliseconds of each group of [#FORM]; a year has 365 days, as in Prometheus.
  private static final long[] MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  private DurationText() {}

  /// @throws IllegalArgumentException with a message for a person
  public static Duration parse(String text) {
    if (BARE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "`%s` has no unit: write `%ss`, or another of ms, s, m, h, d"
              .formatted(Problems.shorten(text), Problems.shorten(text)));
    }
    var parts = FORM.matcher(text);
    if (text.isEmpty() || text.length() > 40 || !parts.matches()) {
      throw new IllegalArgumentException(
          "`%s` is not a duration: such as 500ms, 1s, 1m30s, 24h or 7d"
              .formatted(Problems.shorten(text)));
    }
    try {
      long millis = 0;
      for (int i = 0; i < MILLIS.length; i++) {
        var digits = parts.group(i + 1);
        if (digits != null) {
          millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(digits), MILLIS[i]));
        }
      }
      return Duration.ofMillis(millis);
    } catch (ArithmeticException | NumberFormatException overflow) {
      throw new IllegalArgumentException("`" + text + "` is too long a duration", overflow);
    }
  }

  /// As rule files have it, where a bare `0` is one too.
  ///
  /// @throws IllegalArgumentException with a message for a person
  static Duration parseInRules(String text) {
    return text.equals("0") ? Duration.ZERO : parse(text);
  }

  /// The shortest form, such as `1m30s`.
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    var units = new String[] {"y", "w", "d", "h", "m", "s", "ms"};
    var text = new StringBuilder();
    for (int i = 2; i < MILLIS.length; i++) {
      if (millis >= MILLIS[i]) {
        text.append(millis / MILLIS[i]).append(units[i]);
        millis %= MILLIS[i];
      }
    }
    return text.toString();
  }
}
