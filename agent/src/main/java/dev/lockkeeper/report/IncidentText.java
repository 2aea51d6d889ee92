package dev.lockkeeper.report;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.RemedyRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// An incident as a person reads it.
public final class IncidentText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private IncidentText() {}

  /// One line, for lists: `2026-11-23 18:15:30 web1 restart WebServerHung cured`.
  public static String summary(Incident incident, ZoneId zone) {
    var request = incident.request();
    return String.join(
        "  ",
        DATE_TIME.format(incident.startedAt().atZone(zone)),
        request.service(),
        request.remedy().text(),
        request.cause(),
        incident.outcome().text().replace('_', ' '));
  }

  /// The whole story: who asked for what, what held it, what was done and seen, what came of it.
  /// Several lines, the last one ended.
  public static String story(Incident incident, ZoneId zone) {
    var text = new StringBuilder();
    var request = incident.request();
    line(text, incident.id() + ": " + request.remedy().text() + " of " + request.service());
    line(text, asked(request, zone));
    text.append('\n');
    steps(text, incident, zone);
    if (!incident.holds().isEmpty()) {
      line(text, incident.endedAt() == null ? "Held now, because:" : "It was held, because:");
      for (var hold : incident.holds()) {
        line(text, "  - " + hold.kind().text().replace('_', ' ') + ": " + hold.detail());
      }
      text.append('\n');
    }
    line(text, ending(incident));
    return text.toString();
  }

  private static void steps(StringBuilder text, Incident incident, ZoneId zone) {
    int widest = 0;
    for (var step : incident.steps()) {
      widest = Math.max(widest, step.state().text().length());
    }
    LocalDate day = null;
    for (var step : incident.steps()) {
      var at = step.at().atZone(zone);
      if (!at.toLocalDate().equals(day)) {
        day = at.toLocalDate();
        line(text, day + " (" + zone + ")");
      }
      var state = step.state().text().replace('_', ' ') + ":";
      var indent = " ".repeat("  HH:mm:ss.SSS ".length() + widest + 2);
      var detail = step.text().strip().replace("\n", "\n" + indent);
      line(text, "  " + TIME.format(at) + " " + pad(state, widest + 1) + " " + detail);
    }
    if (!incident.steps().isEmpty()) {
      text.append('\n');
    }
  }

  private static String asked(RemedyRequest request, ZoneId zone) {
    var since = DATE_TIME.format(request.since().atZone(zone));
    return switch (request.trigger()) {
      case RULE ->
          "Asked for by rule %s, which has held since %s (mode %s)."
              .formatted(request.cause(), since, request.mode().text());
      case OPERATOR -> "Asked for by an operator at %s: %s.".formatted(since, request.cause());
    };
  }

  private static String ending(Incident incident) {
    var meaning = meaning(incident.outcome());
    var endedAt = incident.endedAt();
    return endedAt == null
        ? "Outcome: " + meaning + "."
        : "Outcome, after " + span(incident.startedAt(), endedAt) + ": " + meaning + ".";
  }

  private static String meaning(Outcome outcome) {
    return switch (outcome) {
      case OPEN -> "still open";
      case HELD -> "held; nothing was done";
      case CLEARED -> "cleared; the condition went away before anything was done";
      case CURED -> "cured; the condition stayed away for the watch time";
      case RELAPSED -> "relapsed; the condition came back, so this was not the cure";
      case GAVE_UP -> "gave up; put back into traffic without having been restarted";
      case HELD_OUT ->
          "held out; it did not come up, and stays out of traffic until a person says ready";
      case DONE -> "done, as the operator asked";
    };
  }

  /// `2.3 s`, `1 min 5 s`, `2 h 5 min`.
  static String span(Instant from, Instant to) {
    var span = Duration.between(from, to);
    if (span.toMinutes() == 0) {
      return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }
    return span.toHours() == 0
        ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
        : span.toHours() + " h " + span.toMinutesPart() + " min";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
