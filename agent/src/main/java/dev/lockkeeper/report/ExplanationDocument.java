package dev.lockkeeper.report;

import dev.lockkeeper.model.Explanation;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An [Explanation] in the layout of [Documents].
public final class ExplanationDocument {
  private ExplanationDocument() {}

  public static Map<String, @Nullable Object> of(Explanation explanation) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", explanation.name());
    document.put("at", Documents.moment(explanation.at()));
    document.put("rules", explanation.rules().stream().map(ExplanationDocument::rule).toList());
    return document;
  }

  private static Map<String, @Nullable Object> rule(Explanation.OfRule explained) {
    var rule = explained.rule();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("kind", explained.recording() ? "recording" : "alerting");
    document.put("group", explained.group().name());
    document.put("file", explained.group().file());
    document.put("line", rule.at().line());
    document.put("expression", rule.expr());
    document.put("for_seconds", Documents.seconds(rule.forDuration()));
    document.put("keep_firing_for_seconds", Documents.seconds(rule.keepFiringFor()));
    Remedy remedy = rule.remedy();
    document.put("remedy", remedy == null ? null : remedy.text());
    document.put("unknown_because", Documents.absentIfEmpty(explained.unknown()));
    document.put("failure", Documents.absentIfEmpty(explained.failure()));
    document.put(
        "label_sets", explained.labelSets().stream().map(ExplanationDocument::labelSet).toList());
    document.put("left_out", explained.leftOut());
    var whole = explained.whole();
    document.put("parts", whole == null ? null : part(whole));
    return document;
  }

  private static Map<String, @Nullable Object> labelSet(Explanation.LabelSet set) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("labels", set.labels().toMap());
    document.put("state", Documents.state(set.verdict()));
    var known = set.verdict() instanceof Verdict.Unknown(String _, Verdict frozen) ? frozen : null;
    document.put("state_before", known == null ? null : Documents.state(known));
    document.put(
        "unknown_because",
        set.verdict() instanceof Verdict.Unknown(String reason, Verdict _) ? reason : null);
    document.put(
        "kept_firing", set.verdict() instanceof Verdict.Firing(var _, boolean kept) && kept);
    document.put("holds_now", set.holds());
    document.put("value", set.holds() ? Documents.number(set.value()) : null);
    var since = set.since();
    document.put("active_at", since == null ? null : Documents.moment(since));
    document.put("for_left_seconds", Documents.seconds(set.left()));
    document.put("because", Documents.absentIfEmpty(set.because()));
    document.put("parts", part(set.expression()));
    var outlook = set.outlook();
    document.put("remedy", outlook == null ? null : outlook(outlook));
    return document;
  }

  private static Map<String, @Nullable Object> outlook(Explanation.Outlook outlook) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("remedy", outlook.remedy().text());
    document.put("service", Documents.absentIfEmpty(outlook.service()));
    document.put("mode", outlook.mode().text());
    document.put("held_by", outlook.holds());
    return document;
  }

  private static Map<String, @Nullable Object> part(Explanation.Part part) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("expression", part.text());
    document.put("brief", part.brief());
    document.put("failure", Documents.absentIfEmpty(part.failure()));
    document.put("elements", part.elements().stream().map(ExplanationDocument::element).toList());
    document.put("left_out", part.leftOut());
    document.put("elements_of_all", part.all());
    document.put("operands", part.operands().stream().map(ExplanationDocument::part).toList());
    return document;
  }

  private static Map<String, @Nullable Object> element(Explanation.Element element) {
    var metric = new LinkedHashMap<String, String>();
    if (!element.series().metric().isEmpty()) {
      metric.put("__name__", element.series().metric());
    }
    Labels labels = element.series().labels();
    labels.forEach(metric::put);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("metric", metric);
    document.put("present", element.present());
    document.put("value", element.present() ? Documents.number(element.value()) : null);
    document.put("why", Documents.absentIfEmpty(element.why()));
    document.put("age_seconds", Documents.seconds(element.age()));
    var window = element.window();
    document.put("range", window == null ? null : range(window));
    return document;
  }

  private static Map<String, @Nullable Object> range(Explanation.Range range) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("samples", range.samples());
    document.put("length_seconds", Documents.seconds(range.length()));
    document.put("covered_seconds", Documents.seconds(range.covered()));
    document.put("approximate", range.approximate());
    return document;
  }
}
