package dev.lockkeeper.report;

import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Answer;
import dev.lockkeeper.model.BacktestReport.Episode;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.model.BacktestReport.Stretch;
import dev.lockkeeper.model.HoldReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backtest as a document, in the layout of [Documents].
public final class BacktestDocument {
  private BacktestDocument() {}

  public static Map<String, @Nullable Object> of(BacktestReport report) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("source", report.source());
    document.put("from", report.from().toString());
    document.put("to", report.to().toString());
    document.put("step_seconds", seconds(report.step()));
    document.put("rules", report.rules());
    document.put("alerts", report.alerts().stream().map(BacktestDocument::alert).toList());
    document.put("remedies", report.remedies().stream().map(BacktestDocument::remedy).toList());
    document.put("answers", new LinkedHashMap<>(report.answers()));
    document.put(
        "gaps",
        report.gaps().stream()
            .map(gap -> {
              var stretch = new LinkedHashMap<String, @Nullable Object>();
              stretch.put("from", gap.from().toString());
              stretch.put("to", gap.to().toString());
              return stretch;
            })
            .toList());
    document.put("troubles", report.troubles().stream().map(BacktestDocument::trouble).toList());
    document.put("assumptions", report.assumptions());
    document.put("samples", report.effort().samples());
    document.put("series", report.effort().series());
    document.put("evaluations", report.effort().evaluations());
    return document;
  }

  private static Map<String, @Nullable Object> alert(AlertCourse course) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("alert", course.rule());
    document.put("labels", new LinkedHashMap<>(course.labels().toMap()));
    var remedy = course.remedy();
    document.put("remedy", remedy == null ? null : remedy.text());
    document.put("firing_seconds", seconds(course.firing()));
    document.put("episodes", course.episodes().stream().map(BacktestDocument::episode).toList());
    return document;
  }

  private static Map<String, @Nullable Object> episode(Episode episode) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("from", episode.from().toString());
    document.put("to", episode.to().toString());
    document.put("open", episode.open());
    var firing = episode.firingFrom();
    document.put("firing_from", firing == null ? null : firing.toString());
    document.put("firing_seconds", seconds(episode.firing()));
    document.put("pending_seconds", seconds(episode.pending()));
    document.put("peak", episode.peak());
    document.put("peak_at", episode.peakAt().toString());
    document.put("summary", episode.summary().isEmpty() ? null : episode.summary());
    document.put("stretches", episode.stretches().stream().map(BacktestDocument::stretch).toList());
    return document;
  }

  private static Map<String, @Nullable Object> stretch(Stretch stretch) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("phase", stretch.phase().name().toLowerCase(Locale.ROOT));
    document.put("from", stretch.from().toString());
    document.put("to", stretch.to().toString());
    return document;
  }

  private static Map<String, @Nullable Object> remedy(RemedyCourse course) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("service", course.service());
    document.put("remedy", course.remedy().text());
    document.put("alert", course.rule());
    document.put("from", course.from().toString());
    document.put("to", course.to().toString());
    document.put("answers", course.answers().stream().map(BacktestDocument::answer).toList());
    return document;
  }

  private static Map<String, @Nullable Object> answer(Answer answer) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("answer", answer instanceof Answer.Done ? "done" : "held");
    document.put("from", answer.from().toString());
    document.put("to", answer.to().toString());
    switch (answer) {
      case Answer.Done done -> {
        document.put("outcome", done.outcome().text());
        document.put("unknown", done.unknown());
      }
      case Answer.Held held -> document.put("reasons", reasons(held.reasons()));
    }
    return document;
  }

  private static List<Map<String, @Nullable Object>> reasons(List<HoldReason> reasons) {
    var documents = new ArrayList<Map<String, @Nullable Object>>();
    for (var reason : reasons) {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("reason", reason.kind().text());
      document.put("detail", reason.detail());
      documents.add(document);
    }
    return documents;
  }

  private static Map<String, @Nullable Object> trouble(BacktestReport.Trouble trouble) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("group", trouble.group());
    document.put("rule", trouble.rule());
    document.put("reason", trouble.reason());
    document.put("first", trouble.first().toString());
    document.put("evaluations", trouble.evaluations());
    return document;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
