package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Answer;
import dev.lockkeeper.model.BacktestReport.Episode;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.report.NumberText;
import dev.lockkeeper.report.TimeAxis;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A backtest on a screen: a summary, the timeline, every episode, and what became of remedies.
final class BacktestText {
  /// More lines hide what matters; the document has them all.
  private static final int MOST_LANES = 40;

  private static final int MOST_LINES = 60;
  private static final int WIDEST_NAME = 44;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final Terminal terminal;
  private final BacktestReport report;
  private final boolean plain;

  BacktestText(Terminal terminal, BacktestReport report, boolean plain) {
    this.terminal = terminal;
    this.report = report;
    this.plain = plain;
  }

  private record Line(AlertCourse course, Episode episode) {}

  void print() {
    head();
    summary();
    if (!report.alerts().isEmpty()) {
      timeline();
      episodes();
    }
    if (!report.remedies().isEmpty()) {
      remedies();
    }
    notes();
  }

  private void say(String text) {
    terminal.out().println(text);
  }

  private void heading(String text) {
    say("");
    say(terminal.ink(Ink.BOLD, text));
  }

  private void head() {
    say(
        terminal.ink(
            Ink.BOLD,
            "%s to %s %s"
                .formatted(
                    FULL.format(report.from().atZone(terminal.zone())),
                    FULL.format(report.to().atZone(terminal.zone())),
                    TimeAxis.name(terminal.zone()))));
    var effort = report.effort();
    say(
        terminal.ink(
            Ink.DIM,
            "%s; %,d samples of %,d series, %,d evaluations, one every %s"
                .formatted(
                    report.source(),
                    effort.samples(),
                    effort.series(),
                    effort.evaluations(),
                    Terminal.span(report.step()))));
  }

  private void summary() {
    say("");
    var table = new Table("ALERT", "FIRED", "FIRING", "LONGEST", "PENDING ONLY", "REMEDIES");
    for (var rule : report.rules()) {
      var courses = report.alerts().stream().filter(c -> c.rule().equals(rule)).toList();
      var episodes = courses.stream().flatMap(c -> c.episodes().stream()).toList();
      long fired = episodes.stream().filter(Episode::fired).count();
      var firing = courses.stream().map(AlertCourse::firing).reduce(Duration.ZERO, Duration::plus);
      var longest =
          episodes.stream().map(Episode::firing).max(Comparator.naturalOrder()).orElse(firing);
      table.row(
          new Table.Cell(rule, fired > 0 ? Ink.BAD : Ink.PLAIN),
          Table.Cell.of(fired == 0 ? "never" : times(fired)),
          Table.Cell.of(fired == 0 ? "-" : Terminal.span(firing)),
          Table.Cell.of(fired == 0 ? "-" : Terminal.span(longest)),
          Table.Cell.of(episodes.size() == fired ? "-" : times(episodes.size() - fired)),
          Table.Cell.of(answers(rule)));
    }
    table.printWrapped(terminal);
    if (report.alerts().isEmpty()) {
      say("");
      say("Nothing would have fired.");
    }
  }

  /// `4 asked: 3 done, 1 held by mode_observe`; what was done later than asked counts as done.
  private String answers(String rule) {
    int asked = 0;
    var counts = new TreeMap<String, Integer>();
    for (var remedy : report.remedies()) {
      if (remedy.rule().equals(rule)) {
        asked++;
        String held =
            remedy.answers().getFirst() instanceof Answer.Held first
                ? "held by " + first.reasons().getFirst().kind().text()
                : "";
        counts.merge(remedy.done() > 0 ? "done" : held, 1, Integer::sum);
      }
    }
    return asked == 0
        ? "-"
        : asked
            + " asked: "
            + counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
  }

  private void timeline() {
    var lanes =
        report.alerts().stream()
            .sorted(Comparator.comparing(AlertCourse::firing).reversed())
            .limit(MOST_LANES)
            .toList();
    var ordered =
        report.alerts().stream()
            .filter(lanes::contains)
            .sorted(Comparator.comparingInt(course -> report.rules().indexOf(course.rule())))
            .toList();
    int widest = WIDEST_NAME;
    int names =
        Math.min(
            widest,
            Math.max(
                10, ordered.stream().mapToInt(course -> name(course).length()).max().orElse(10)));
    var strip = new TimelineStrip(report, Math.max(24, terminal.width() - names - 2), plain);
    heading("Timeline");
    say(" ".repeat(names + 2) + terminal.ink(Ink.DIM, strip.axis(terminal.zone()).stripTrailing()));
    for (int i = 0; i < ordered.size(); i++) {
      var course = ordered.get(i);
      say(padded(name(course), names) + "  " + strip.lane(course));
      boolean last = i == ordered.size() - 1 || !ordered.get(i + 1).rule().equals(course.rule());
      if (last) {
        remedyLanes(course.rule(), names, strip);
      }
    }
    if (report.alerts().size() > lanes.size()) {
      say("and " + (report.alerts().size() - lanes.size()) + " more label sets: --json has all");
    }
    say(terminal.ink(Ink.DIM, strip.legend()));
  }

  private void remedyLanes(String rule, int names, TimelineStrip strip) {
    report.remedies().stream()
        .filter(remedy -> remedy.rule().equals(rule))
        .collect(
            Collectors.groupingBy(
                remedy -> visible(remedy.remedy().text() + " " + remedy.service()),
                LinkedHashMap::new,
                Collectors.toList()))
        .forEach((what, courses) ->
            say(
                padded("  " + (plain ? "-> " : "→ ") + what, names)
                    + "  "
                    + strip.remedies(courses).stripTrailing()));
  }

  private void episodes() {
    var lines = new ArrayList<Line>();
    for (var course : report.alerts()) {
      course.episodes().forEach(episode -> lines.add(new Line(course, episode)));
    }
    // of many, those that fired tell most; then in the order of time
    lines.sort(Comparator.comparingInt(line -> line.episode().fired() ? 0 : 1));
    var shown =
        lines.stream()
            .limit(MOST_LINES)
            .sorted(Comparator.comparing(line -> line.episode().from()))
            .toList();
    heading("Episodes");
    var table = new Table("PENDING", "FIRING", "ENDED", "FIRED FOR", "AT WORST", "ALERT");
    for (var line : shown) {
      var episode = line.episode();
      var firing = episode.firingFrom();
      boolean waited = firing == null || firing.isAfter(episode.from());
      table.row(
          Table.Cell.of(waited ? moment(episode.from()) : "-"),
          new Table.Cell(firing == null ? "-" : moment(firing), Ink.BAD),
          Table.Cell.of(episode.open() ? "goes on" : moment(episode.to())),
          Table.Cell.of(firing == null ? "-" : Terminal.span(episode.firing())),
          Table.Cell.of(number(episode.peak())),
          Table.Cell.of(
              name(line.course())
                  + (episode.summary().isEmpty() ? "" : ": " + visible(episode.summary()))));
    }
    table.printWrapped(terminal);
    if (lines.size() > shown.size()) {
      say("and " + (lines.size() - shown.size()) + " more: --json has all");
    }
  }

  private void remedies() {
    heading("Remedies");
    int left = MOST_LINES;
    for (RemedyCourse course : report.remedies()) {
      if (left <= 0) {
        say("and more: --json has all");
        break;
      }
      say(
          "%s %s for %s, asked from %s to %s"
              .formatted(
                  course.remedy().text(),
                  course.service().isEmpty() ? "(no service)" : visible(course.service()),
                  course.rule(),
                  moment(course.from()),
                  moment(course.to())));
      var table = new Table("", "", "");
      for (var answer : merged(course.answers())) {
        if (left-- <= 0) {
          break;
        }
        switch (answer) {
          case Answer.Done done ->
              table.row(
                  Table.Cell.of(moment(done.from())),
                  new Table.Cell("done", Ink.GOOD),
                  Table.Cell.of(
                      outcome(done)
                          + (done.unknown().isEmpty()
                              ? ""
                              : "; not known from the recording: "
                                  + visible(String.join("; ", done.unknown())))));
          case Answer.Held held ->
              table.row(
                  Table.Cell.of(moment(held.from())),
                  new Table.Cell("held", Ink.WARN),
                  Table.Cell.of(
                      "for "
                          + Terminal.span(Duration.between(held.from(), held.to()))
                          + " by "
                          + why(held)));
        }
      }
      table.printRows(terminal, "  ");
    }
  }

  /// One line for each first reason: others come and go behind it.
  private static List<Answer> merged(List<Answer> answers) {
    var merged = new ArrayList<Answer>();
    for (var answer : answers) {
      if (answer instanceof Answer.Held next
          && !merged.isEmpty()
          && merged.getLast() instanceof Answer.Held last
          && last.reasons().getFirst().kind() == next.reasons().getFirst().kind()) {
        merged.removeLast();
        var reasons = new ArrayList<>(last.reasons());
        next.reasons().stream()
            .filter(one -> reasons.stream().noneMatch(known -> known.kind() == one.kind()))
            .forEach(reasons::add);
        merged.add(new Answer.Held(last.from(), next.to(), reasons));
      } else {
        merged.add(answer);
      }
    }
    return merged;
  }

  private static String why(Answer.Held held) {
    var others = held.reasons().stream().skip(1).map(reason -> reason.kind().text()).toList();
    return visible(held.reasons().getFirst().toString())
        + (others.isEmpty() ? "" : " (and by " + String.join(", ", others) + ")");
  }

  private static String outcome(Answer.Done done) {
    return switch (done.outcome()) {
      case OPEN -> "its watch would go on beyond the end";
      case CURED -> "the alert had ended before the watch was over: counts as cured";
      case RELAPSED -> "the alert fired on or anew: counts as relapsed";
      case DONE -> "what came of it is not known";
      case HELD, CLEARED, GAVE_UP, HELD_OUT -> done.outcome().text();
    };
  }

  private void notes() {
    if (!report.gaps().isEmpty()) {
      heading("Nothing was recorded");
      report.gaps().stream()
          .limit(MOST_LANES)
          .forEach(gap -> say("  " + moment(gap.from()) + " to " + moment(gap.to())));
    }
    if (!report.troubles().isEmpty()) {
      heading("Could not be evaluated");
      for (var trouble : report.troubles()) {
        say(
            "  %s (group %s), %s, first at %s: %s"
                .formatted(
                    trouble.rule(),
                    trouble.group(),
                    times(trouble.evaluations()),
                    moment(trouble.first()),
                    visible(trouble.reason())));
      }
    }
    if (!report.assumptions().isEmpty()) {
      heading("Taken for granted");
      report.assumptions().forEach(assumption -> say("- " + assumption));
    }
  }

  private String name(AlertCourse course) {
    var labels = course.element().toString();
    String name = visible(course.rule() + (labels.equals("{}") ? "" : labels));
    String dots = plain ? "..." : "…";
    return name.length() <= WIDEST_NAME
        ? name
        : name.substring(0, WIDEST_NAME - dots.length()) + dots;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String moment(Instant at) {
    return MOMENT.format(at.atZone(terminal.zone()));
  }

  private static String times(long number) {
    return number == 1 ? "once" : number + " times";
  }

  /// As many digits as are read at a glance.
  private static String number(double value) {
    double size = Math.abs(value);
    return !Double.isFinite(value) || NumberText.isInteger(value) || size < 1e-3 || size >= 1e15
        ? NumberText.of(value)
        : String.valueOf(
            new java.math.BigDecimal(value)
                .round(new java.math.MathContext(4))
                .stripTrailingZeros()
                .toPlainString());
  }

  /// On one line, and without what would make a terminal do something: it is from elsewhere.
  private static String visible(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?").strip();
  }
}
