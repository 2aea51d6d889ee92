package dev.lockkeeper.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/// Where a command prints, and how: colours only for eyes, times as the reader's clock shows them.
///
/// @param width columns
record Terminal(
    PrintWriter out, PrintWriter err, boolean colours, int width, InstantSource now, ZoneId zone) {
  private static final int STANDARD_WIDTH = 100;
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE_AND_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  static Terminal ofProcess(PrintWriter out, PrintWriter err) {
    var console = console();
    String noColour = System.getenv("NO_COLOR");
    boolean colours =
        console != null
            && console.isTerminal()
            && (noColour == null || noColour.isEmpty())
            && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        out, err, colours, columns(), InstantSource.system(), ZoneId.systemDefault());
  }

  /// Null where output goes to a file or a pipe: Java 22 to 24 gave one there too, 25 does not.
  @SuppressWarnings("SystemConsoleNull")
  private static java.io.@Nullable Console console() {
    return System.console();
  }

  private static int columns() {
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null ? STANDARD_WIDTH : Math.max(80, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return STANDARD_WIDTH;
    }
  }

  Ansi ansi() {
    return colours ? Ansi.ON : Ansi.OFF;
  }

  String ink(Ink ink, String text) {
    return colours && ink != Ink.PLAIN && !text.isEmpty()
        ? "\u001b[" + ink.code + "m" + text + "\u001b[0m"
        : text;
  }

  /// `18:15:30`, with the date where it is not today's.
  String clock(Instant instant) {
    var then = instant.atZone(zone);
    boolean today = then.toLocalDate().equals(now.instant().atZone(zone).toLocalDate());
    return (today ? CLOCK : DATE_AND_CLOCK).format(then);
  }

  /// `18:15:30 (3 s ago)`.
  String clockAndAge(Instant instant) {
    return clock(instant) + " (" + age(instant) + " ago)";
  }

  /// `3 s`.
  String age(Instant instant) {
    return span(Duration.between(instant, now.instant()));
  }

  /// `0.3 s`, `12 s`, `5 min`, `3 h 20 min`, `4 d 3 h`.
  static String span(Duration duration) {
    if (duration.isNegative()) {
      return "0 s";
    }
    if (duration.toSeconds() < 10) {
      return "%.1f s".formatted(duration.toMillis() / 1e3).replace(".0 s", " s");
    }
    if (duration.toMinutes() < 2) {
      return duration.toSeconds() + " s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min";
    }
    if (duration.toDays() < 1) {
      return two(duration.toHours() + " h", duration.toMinutesPart(), "min");
    }
    return two(duration.toDays() + " d", duration.toHoursPart(), "h");
  }

  /// `4 ms`, `1200 ms`: for times that are compared with one another.
  static String milliseconds(Duration duration) {
    return Math.max(1, duration.toMillis()) + " ms";
  }

  private static String two(String large, int small, String unit) {
    return small == 0 ? large : large + " " + small + " " + unit;
  }

  enum Ink {
    PLAIN("0"),
    BOLD("1"),
    DIM("2"),
    GOOD("32"),
    WARN("33"),
    BAD("31;1");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }
}
