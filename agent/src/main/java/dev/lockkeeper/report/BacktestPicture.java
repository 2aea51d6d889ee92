package dev.lockkeeper.report;

import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Answer;
import dev.lockkeeper.model.BacktestReport.Episode;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.model.BacktestReport.Stretch;
import dev.lockkeeper.model.HoldReason;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A backtest as a picture (SVG 1.1, all in one file, readable on light and dark ground): a lane
/// for each alert and label set, pending hatched, firing solid, and a lane for what became of its
/// remedies. What lies under the pointer says itself in words (`title`).
public final class BacktestPicture {
  private static final int WIDTH = 1200;
  private static final int GUTTER = 300;
  private static final int MARGIN = 24;
  private static final int LANE = 24;
  private static final int BAR = 14;
  private static final int HEADING = 28;
  private static final int TOP = 96;
  private static final int LEGEND = 64;

  /// Of what lasted but a moment.
  private static final double NARROWEST = 2;

  /// More lanes can't be looked at; a note says how many there are.
  private static final int MOST_LANES = 120;

  /// Of one lane; a browser would choke on more.
  private static final int MOST_EPISODES = 2000;

  private static final String STYLE =
      """
      svg { --ground: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d8dee4; --lane: #f6f8fa;
            --firing: #cf222e; --pending: #bf8700; --unknown: #818b98; --done: #1a7f37; --held: #8250df;
            font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
      @media (prefers-color-scheme: dark) {
        svg { --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1; --line: #30363d; --lane: #161b22;
              --firing: #ff6a69; --pending: #d4a72c; --unknown: #8b949e; --done: #3fb950; --held: #bc8cff }
      }
      .ground { fill: var(--ground) } .lane { fill: var(--lane) }
      text { fill: var(--ink) } .faint { fill: var(--faint) } .small { font-size: 11.5px }
      .title { font-size: 17px; font-weight: 600 } .name { font-weight: 600 }
      .grid { stroke: var(--line); stroke-width: 1 } .day { stroke: var(--faint); stroke-width: 1 }
      .firing { fill: var(--firing) } .pending { fill: url(#pending); stroke: var(--pending); stroke-width: 1 }
      .unknown { fill: url(#unknown); stroke: var(--unknown); stroke-width: 1 }
      .gap { fill: url(#gap) } .holding { fill: var(--held) }
      .done { fill: var(--done) } .held { fill: var(--ground); stroke: var(--held); stroke-width: 2 }
      .hatch-pending { stroke: var(--pending); stroke-width: 2.5 }
      .hatch-unknown { stroke: var(--unknown); stroke-width: 2 }
      .hatch-gap { stroke: var(--faint); stroke-width: 1; opacity: .45 }
      """;

  private static final String PATTERNS =
      """
      <defs>
      <pattern id="pending" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch-pending" x1="0" y1="0" x2="0" y2="7"/></pattern>
      <pattern id="unknown" width="5" height="5" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1" fill="var(--unknown)"/></pattern>
      <pattern id="gap" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><line class="hatch-gap" x1="0" y1="0" x2="0" y2="10"/></pattern>
      </defs>
      """;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final BacktestReport report;
  private final ZoneId zone;

  /// behind the axis and the gaps
  private final StringBuilder grounds = new StringBuilder();

  private final StringBuilder out = new StringBuilder();
  private final double perMilli;
  private int y = TOP;

  private BacktestPicture(BacktestReport report, ZoneId zone) {
    this.report = report;
    this.zone = zone;
    double millis = Math.max(1, Duration.between(report.from(), report.to()).toMillis());
    perMilli = (WIDTH - GUTTER - MARGIN) / millis;
  }

  /// @param zone whose clock the times are of
  public static String svg(BacktestReport report, ZoneId zone) {
    return new BacktestPicture(report, zone).draw();
  }

  private String draw() {
    lanes();
    int bottom = y;
    String lanes = out.toString();
    out.setLength(0);
    int height = bottom + LEGEND;
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(WIDTH)
        .append(' ')
        .append(height)
        .append("\" width=\"")
        .append(WIDTH)
        .append("\" height=\"")
        .append(height)
        .append("\" role=\"img\">\n<style>\n")
        .append(STYLE)
        .append("</style>\n")
        .append(PATTERNS);
    out.append("<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n");
    head();
    out.append(grounds);
    axis(bottom);
    gaps(bottom);
    out.append(lanes);
    legend(bottom + 34);
    return out.append("</svg>\n").toString();
  }

  private void head() {
    long fired =
        report.alerts().stream()
            .filter(AlertCourse::everFired)
            .map(AlertCourse::rule)
            .distinct()
            .count();
    text(
        MARGIN,
        34,
        "title",
        fired == 0
            ? "Nothing would have fired"
            : "%d of %d alerts would have fired".formatted(fired, report.rules().size()));
    text(
        MARGIN,
        56,
        "faint",
        "%s to %s %s, every %s, from %s"
            .formatted(
                moment(report.from()),
                moment(report.to()),
                zoneName(),
                span(report.step()),
                report.source()));
  }

  private void axis(int bottom) {
    for (var mark : TimeAxis.marks(report.from(), report.to(), 10, zone)) {
      double x = x(mark.at());
      out.append("<line class=\"")
          .append(mark.newDay() ? "day" : "grid")
          .append("\" x1=\"")
          .append(number(x))
          .append("\" x2=\"")
          .append(number(x))
          .append("\" y1=\"")
          .append(TOP - 8)
          .append("\" y2=\"")
          .append(bottom)
          .append("\"/>\n");
      out.append("<text class=\"small")
          .append(mark.newDay() ? " name" : " faint")
          .append("\" text-anchor=\"middle\" x=\"")
          .append(number(x))
          .append("\" y=\"")
          .append(TOP - 13)
          .append("\">")
          .append(escape(mark.text()))
          .append("</text>\n");
    }
  }

  private void gaps(int bottom) {
    for (var gap : report.gaps()) {
      rectangle("gap", gap.from(), gap.to(), TOP, bottom - TOP, "nothing was recorded");
    }
  }

  private void lanes() {
    var byRule = new LinkedHashMap<String, List<AlertCourse>>();
    report.rules().forEach(rule -> byRule.put(rule, List.of()));
    byRule.putAll(
        report.alerts().stream()
            .collect(
                Collectors.groupingBy(AlertCourse::rule, LinkedHashMap::new, Collectors.toList())));
    int left = MOST_LANES;
    int omitted = 0;
    for (var rule : byRule.entrySet()) {
      heading(rule.getKey(), rule.getValue());
      for (var course : rule.getValue()) {
        if (left-- > 0) {
          lane(course);
        } else {
          omitted++;
        }
      }
      remedies(rule.getKey());
    }
    if (omitted > 0) {
      text(MARGIN, y + 18, "faint", "and " + omitted + " more label sets");
      y += HEADING;
    }
  }

  private void heading(String rule, List<AlertCourse> courses) {
    var firing = courses.stream().map(AlertCourse::firing).reduce(Duration.ZERO, Duration::plus);
    text(MARGIN, y + 19, "name", cut(rule, 32));
    if (courses.isEmpty()) {
      text(GUTTER, y + 19, "faint small", "never pending, never firing");
    } else if (firing.isZero()) {
      text(GUTTER, y + 19, "faint small", "pending only");
    }
    y += HEADING;
  }

  private void lane(AlertCourse course) {
    grounds
        .append("<rect class=\"lane\" x=\"")
        .append(GUTTER)
        .append("\" y=\"")
        .append(y + 2)
        .append("\" width=\"")
        .append(WIDTH - GUTTER - MARGIN)
        .append("\" height=\"")
        .append(LANE - 4)
        .append("\" rx=\"3\"/>\n");
    String labels = labels(course);
    out.append("<g>");
    out.append("<title>").append(escape(labels)).append("</title>");
    text(MARGIN + 12, y + 17, "small", cut(labels, course.firing().isZero() ? 38 : 28));
    out.append("</g>\n");
    if (!course.firing().isZero()) {
      out.append(
          "<text class=\"small faint\" text-anchor=\"end\" x=\"%d\" y=\"%d\">%s</text>\n"
              .formatted(GUTTER - 10, y + 17, span(course.firing())));
    }
    course.episodes().stream().limit(MOST_EPISODES).forEach(this::episode);
    y += LANE;
  }

  private void episode(Episode episode) {
    for (Stretch stretch : episode.stretches()) {
      String phase = stretch.phase().name().toLowerCase(Locale.ROOT);
      rectangle(
          phase,
          stretch.from(),
          stretch.to(),
          y + (LANE - BAR) / 2,
          BAR,
          phase
              + " "
              + moment(stretch.from())
              + " to "
              + moment(stretch.to())
              + (episode.open() && stretch.equals(episode.stretches().getLast()) ? " and on" : "")
              + " ("
              + span(Duration.between(stretch.from(), stretch.to()))
              + "), at worst "
              + NumberText.of(episode.peak())
              + (episode.summary().isEmpty() ? "" : "\n" + episode.summary()));
    }
  }

  private void remedies(String rule) {
    var asked =
        report.remedies().stream()
            .filter(course -> course.rule().equals(rule))
            .collect(
                Collectors.groupingBy(
                    course -> course.remedy().text() + " " + course.service(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    asked.forEach((what, courses) -> {
      text(MARGIN + 12, y + 17, "small faint", "→ " + cut(what, 36));
      for (RemedyCourse course : courses) {
        // what is done lies above what is held
        course.answers().stream()
            .filter(Answer.Held.class::isInstance)
            .forEach(answer -> answer(course, answer));
        course.answers().stream()
            .filter(Answer.Done.class::isInstance)
            .forEach(answer -> answer(course, answer));
      }
      y += LANE;
    });
  }

  private void answer(RemedyCourse course, Answer answer) {
    double x = x(answer.from());
    double middle = y + LANE / 2.0;
    boolean begins = course.answers().getFirst().equals(answer);
    String when = moment(answer.from()) + " to " + moment(answer.to()) + ": ";
    switch (answer) {
      case Answer.Done done ->
          out.append(
                  "<path class=\"done\" d=\"M%s %s l7 12 h-14 z\">"
                      .formatted(number(x), number(middle - 7)))
              .append(
                  title(
                      when
                          + "would have been done; "
                          + done.outcome().text()
                          + (done.unknown().isEmpty()
                              ? ""
                              : "\nnot known: " + String.join("; ", done.unknown()))))
              .append("</path>\n");
      case Answer.Held held -> {
        String title =
            title(
                when
                    + "held\n"
                    + held.reasons().stream()
                        .map(HoldReason::toString)
                        .collect(Collectors.joining("\n")));
        out.append(
                "<rect class=\"holding\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"4\">"
                    .formatted(
                        number(x),
                        number(middle - 2),
                        number(Math.max(NARROWEST, x(held.to()) - x))))
            .append(title)
            .append("</rect>\n");
        if (begins) {
          out.append(
                  "<circle class=\"held\" cx=\"%s\" cy=\"%s\" r=\"5\">"
                      .formatted(number(x), number(middle)))
              .append(title)
              .append("</circle>\n");
        }
      }
    }
  }

  private void legend(int at) {
    int x = MARGIN;
    for (var entry : List.of("firing", "pending", "unknown")) {
      out.append(
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"26\" height=\"%d\"/>\n"
              .formatted(entry, x, at - 11, BAR));
      text(x + 34, at, "small", entry);
      x += 110;
    }
    if (!report.remedies().isEmpty()) {
      out.append("<path class=\"done\" d=\"M%d %d l7 12 h-14 z\"/>\n".formatted(x + 7, at - 11));
      text(x + 22, at, "small", "remedy would have been done");
      x += 230;
      out.append(
          "<rect class=\"holding\" x=\"%d\" y=\"%d\" width=\"26\" height=\"4\"/>\n"
              .formatted(x, at - 6));
      out.append("<circle class=\"held\" cx=\"%d\" cy=\"%d\" r=\"5\"/>\n".formatted(x, at - 4));
      text(x + 34, at, "small", "held (point at it for the reason)");
      x += 240;
    }
    if (!report.gaps().isEmpty()) {
      out.append(
          "<rect class=\"gap\" x=\"%d\" y=\"%d\" width=\"26\" height=\"%d\"/>\n"
              .formatted(x, at - 11, BAR));
      text(x + 34, at, "small", "nothing was recorded");
    }
  }

  private void rectangle(
      String kind, Instant from, Instant to, int top, int height, String description) {
    double left = x(from);
    double width = Math.max(NARROWEST, x(to) - left);
    out.append("<rect class=\"")
        .append(kind)
        .append("\" x=\"")
        .append(number(left))
        .append("\" y=\"")
        .append(top)
        .append("\" width=\"")
        .append(number(width))
        .append("\" height=\"")
        .append(height)
        .append("\">")
        .append(title(description))
        .append("</rect>\n");
  }

  private void text(int x, int at, String kind, String text) {
    out.append("<text class=\"")
        .append(kind)
        .append("\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(at)
        .append("\">")
        .append(escape(text))
        .append("</text>\n");
  }

  private static String title(String text) {
    return "<title>" + escape(text) + "</title>";
  }

  private double x(Instant at) {
    double millis = Duration.between(report.from(), at).toMillis();
    return GUTTER + Math.clamp(millis * perMilli, 0, WIDTH - GUTTER - MARGIN);
  }

  private String moment(Instant at) {
    return MOMENT.format(at.atZone(zone));
  }

  private String zoneName() {
    return TimeAxis.name(zone);
  }

  private static String labels(AlertCourse course) {
    var text = course.element().toString();
    return text.equals("{}") ? "(no labels)" : text.substring(1, text.length() - 1);
  }

  /// `15s`, `12m`, `3h20m`.
  private static String span(Duration duration) {
    return duration.isZero() ? "0s" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String number(double value) {
    return "%.1f".formatted(value).replace(".0", "");
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  /// For XML's texts and attributes; what XML can't hold becomes a blank.
  private static String escape(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            default -> {
              boolean allowed =
                  c == '\n'
                      || c == '\t'
                      || (c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF);
              escaped.appendCodePoint(allowed ? c : ' ');
            }
          }
        });
    return escaped.toString();
  }
}
