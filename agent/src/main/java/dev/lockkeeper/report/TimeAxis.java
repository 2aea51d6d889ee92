package dev.lockkeeper.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where to put marks on an axis of time, and what to write beside them: at full hours, minutes or
/// days of the reader's clock.
public final class TimeAxis {
  private static final Duration[] STEPS = {
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(10),
    Duration.ofMinutes(15),
    Duration.ofMinutes(30),
    Duration.ofHours(1),
    Duration.ofHours(2),
    Duration.ofHours(3),
    Duration.ofHours(6),
    Duration.ofHours(12),
    Duration.ofDays(1),
    Duration.ofDays(2),
    Duration.ofDays(7),
    Duration.ofDays(14),
    Duration.ofDays(30)
  };
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private TimeAxis() {}

  /// @param text `14:00`, `14:00:30`, or `11-23` where a day begins
  /// @param newDay whether a day begins there
  public record Mark(Instant at, String text, boolean newDay) {}

  /// A zone's name for people; `UTC` by any of its names.
  public static String name(ZoneId zone) {
    return zone.getRules().isFixedOffset()
            && zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds() == 0
        ? "UTC"
        : zone.getId();
  }

  /// Marks from one moment to another, in their order.
  ///
  /// @param most how many there is room for
  public static List<Mark> marks(Instant from, Instant to, int most, ZoneId zone) {
    var span = Duration.between(from, to);
    var step = STEPS[STEPS.length - 1];
    for (var candidate : STEPS) {
      if (candidate.multipliedBy(Math.max(1, most)).compareTo(span) >= 0) {
        step = candidate;
        break;
      }
    }
    var marks = new ArrayList<Mark>();
    var midnight = from.atZone(zone).toLocalDate().atStartOfDay(zone);
    for (var at = midnight; !at.toInstant().isAfter(to); at = next(at, step)) {
      if (!at.toInstant().isBefore(from)) {
        boolean newDay = at.toLocalTime().equals(LocalTime.MIDNIGHT);
        var form = newDay ? DAY : step.toSecondsPart() != 0 ? SECOND : MINUTE;
        marks.add(new Mark(at.toInstant(), form.format(at), newDay));
      }
    }
    return marks;
  }

  /// Days are as long as the calendar has them.
  private static ZonedDateTime next(ZonedDateTime at, Duration step) {
    return step.toDays() > 0 ? at.plusDays(step.toDays()) : at.plus(step);
  }
}
