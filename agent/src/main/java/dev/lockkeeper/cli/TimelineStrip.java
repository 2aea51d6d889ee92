package dev.lockkeeper.cli;

import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Answer;
import dev.lockkeeper.model.BacktestReport.Phase;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.report.TimeAxis;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/// Time from left to right, one character a slice of it.
///
/// @param columns how many slices
/// @param plain whether to draw with ASCII only
record TimelineStrip(BacktestReport report, int columns, boolean plain) {
  static final String BLOCKS = "█▄░▲▽·?";

  private char firing() {
    return plain ? '#' : '█';
  }

  private char firingABit() {
    return plain ? '+' : '▄';
  }

  private char pending() {
    return plain ? '-' : '░';
  }

  private char clear() {
    return plain ? '.' : '·';
  }

  private char done() {
    return plain ? '^' : '▲';
  }

  private char held() {
    return plain ? 'v' : '▽';
  }

  /// What the characters mean.
  String legend() {
    return "a character is %s: %c firing  %c for less than half of it  %c pending  ? unknown"
            .formatted(Terminal.span(slice()), firing(), firingABit(), pending())
        + (report.remedies().isEmpty() ? "" : "  %c done  %c held".formatted(done(), held()))
        + (report.gaps().isEmpty() ? "" : "  blank: no data");
  }

  /// How much time a character stands for.
  Duration slice() {
    return Duration.between(report.from(), report.to()).dividedBy(columns);
  }

  /// An alert's lane. What lasted but a moment still shows.
  String lane(AlertCourse course) {
    var firing = new double[columns];
    var row = ground();
    for (var episode : course.episodes()) {
      for (var stretch : episode.stretches()) {
        double from = place(stretch.from());
        double to = Math.max(place(stretch.to()), from + 1e-9);
        for (int i = (int) from; i < Math.min(columns, Math.ceil(to)); i++) {
          if (stretch.phase() == Phase.FIRING) {
            firing[i] += Math.min(to, i + 1) - Math.max(from, i);
          } else if (row[i] == clear() || row[i] == ' ' || row[i] == pending()) {
            row[i] = stretch.phase() == Phase.PENDING ? pending() : '?';
          }
        }
      }
    }
    for (int i = 0; i < columns; i++) {
      if (firing[i] > 0) {
        row[i] = firing[i] >= 0.5 ? firing() : firingABit();
      }
    }
    return new String(row);
  }

  /// What became of one remedy.
  String remedies(List<RemedyCourse> courses) {
    var row = new char[columns];
    Arrays.fill(row, ' ');
    for (var course : courses) {
      for (var answer : course.answers()) {
        int at = Math.min(columns - 1, (int) place(answer.from()));
        switch (answer) {
          case Answer.Done _ -> row[at] = done();
          case Answer.Held _ -> {
            if (row[at] == ' ') {
              row[at] = held();
            }
          }
        }
      }
    }
    return new String(row);
  }

  /// The times above the lanes.
  String axis(ZoneId zone) {
    var row = new char[columns];
    Arrays.fill(row, ' ');
    int free = 0;
    for (var mark : TimeAxis.marks(report.from(), report.to(), columns / 12, zone)) {
      int at = (int) place(mark.at());
      String text = (plain ? "|" : "╷") + mark.text();
      if (at >= free && at + text.length() <= columns) {
        text.getChars(0, text.length(), row, at);
        free = at + text.length() + 1;
      }
    }
    return new String(row);
  }

  private char[] ground() {
    var row = new char[columns];
    Arrays.fill(row, clear());
    for (var gap : report.gaps()) {
      for (int i = (int) Math.ceil(place(gap.from()));
          i < Math.min(columns, (int) place(gap.to()));
          i++) {
        row[i] = ' ';
      }
    }
    return row;
  }

  private double place(Instant at) {
    double whole = Math.max(1, Duration.between(report.from(), report.to()).toMillis());
    double part = Duration.between(report.from(), at).toMillis();
    return Math.clamp(part / whole * columns, 0, columns);
  }
}
