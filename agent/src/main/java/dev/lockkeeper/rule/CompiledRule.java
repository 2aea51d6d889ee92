package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.promql.EvaluationException;
import dev.lockkeeper.promql.Plan;
import dev.lockkeeper.promql.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One rule, ready to be evaluated, and the state of its alerts.
final class CompiledRule {
  private static final int MOST_NAMES = 20_000;

  private final String group;
  private final RuleSpec spec;
  private final Map<String, String> labelTexts;
  private final Plan plan;
  private final Map<String, Template> labels;
  private final Map<String, Template> annotations;
  private final Labels externalLabels;
  private final int limit;
  private final boolean labelsAreSteady;

  /// its own plan, and those of the recording rules that it reads, directly or not
  private List<Plan> reads;

  private final Map<SeriesId, Labels> labelled = new HashMap<>(0);
  private final Map<SeriesId, SeriesId> ids = new HashMap<>(0);
  private final Map<Labels, AlertState> states = new LinkedHashMap<>(0);
  private List<Alert> ended = List.of();
  private List<Overdue> affecting = List.of();
  private String unknown = "";
  private long round;
  private long failures;

  /// @param labelTexts the group's and the rule's labels, as written
  /// @param limit the most results that an evaluation may have; 0: any number
  CompiledRule(
      String group,
      RuleSpec spec,
      Map<String, String> labelTexts,
      Plan plan,
      Map<String, Template> labels,
      Map<String, Template> annotations,
      Labels externalLabels,
      int limit) {
    this.group = group;
    this.spec = spec;
    this.labelTexts = Map.copyOf(labelTexts);
    this.plan = plan;
    this.labels = labels;
    this.annotations = annotations;
    this.externalLabels = externalLabels;
    this.limit = limit;
    this.labelsAreSteady = labels.values().stream().allMatch(Template::ignoresValue);
    this.reads = List.of(plan);
  }

  String group() {
    return group;
  }

  String name() {
    return spec.alert() != null ? spec.alert() : Objects.requireNonNull(spec.record());
  }

  RuleSpec spec() {
    return spec;
  }

  Plan plan() {
    return plan;
  }

  void reads(List<Plan> plans) {
    reads = List.copyOf(plans);
  }

  boolean mayRead(Set<String> metrics, Labels common) {
    for (int i = 0; i < reads.size(); i++) {
      if (reads.get(i).mayRead(metrics, common)) {
        return true;
      }
    }
    return false;
  }

  /// Why nothing is known of it, or of some of its label sets; empty when all is.
  String unknown() {
    return unknown;
  }

  long failures() {
    return failures;
  }

  /// The labels that the rule and its group add.
  Set<String> labelNames() {
    return labelTexts.keySet();
  }

  long evaluations() {
    return round;
  }

  /// Whether it is the same rule as one of another load: its state may then be kept.
  boolean sameAs(CompiledRule other) {
    return group.equals(other.group)
        && Objects.equals(spec.alert(), other.spec.alert())
        && Objects.equals(spec.record(), other.spec.record())
        && spec.expr().equals(other.spec.expr())
        && spec.forDuration().equals(other.spec.forDuration())
        && spec.keepFiringFor().equals(other.spec.keepFiringFor())
        && labelTexts.equals(other.labelTexts);
  }

  void adopt(CompiledRule previous) {
    states.putAll(previous.states);
    failures = previous.failures;
  }

  void evaluate(SeriesView view, List<Overdue> overdue, Moment now, SampleSink recorded) {
    round++;
    ended = List.of();
    affecting = overdue.isEmpty() ? List.of() : affecting(overdue);
    unknown = affecting.isEmpty() ? "" : reason(affecting.getFirst());
    try {
      var vector = plan.evaluate(view, now.epochMillis());
      if (limit > 0 && vector.size() > limit) {
        throw new EvaluationException(
            "more results than the group's limit: " + vector.size() + " of " + limit);
      }
      if (spec.record() != null) {
        record(vector, recorded);
      } else if (vector.size() > 0 || !states.isEmpty()) {
        alert(vector, now);
      }
    } catch (EvaluationException e) {
      failures++;
      unknown = "evaluation failed: " + e.getMessage();
      for (var state : states.values()) {
        state.isUnknown(unknown);
      }
    }
  }

  private List<Overdue> affecting(List<Overdue> overdue) {
    var met = new ArrayList<Overdue>(0);
    for (var source : overdue) {
      if (mayRead(source.metrics(), source.labels())) {
        met.add(source);
      }
    }
    return met;
  }

  private static String reason(Overdue source) {
    return source.source() + ": " + source.reason();
  }

  /// The overdue source that makes one label set unknown: every label that both have agrees.
  private @Nullable Overdue overdueFor(Labels element) {
    for (var source : affecting) {
      boolean agrees = true;
      for (int i = 0; i < source.labels().size() && agrees; i++) {
        String ours = element.value(source.labels().name(i));
        agrees = ours.isEmpty() || ours.equals(source.labels().value(i));
      }
      if (agrees) {
        return source;
      }
    }
    return null;
  }

  private void record(Vector vector, SampleSink recorded) {
    String metric = Objects.requireNonNull(spec.record());
    for (int i = 0; i < vector.size(); i++) {
      var id = vector.id(i);
      if (affecting.isEmpty() || overdueFor(id.labels()) == null) {
        recorded.sample(
            ids.computeIfAbsent(id, from -> new SeriesId(metric, labelled(from, 0))),
            vector.value(i));
      }
    }
  }

  private void alert(Vector vector, Moment now) {
    for (int i = 0; i < vector.size(); i++) {
      var id = vector.id(i);
      if (!affecting.isEmpty() && overdueFor(id.labels()) != null) {
        // Old values say nothing: neither a new alert, nor progress of one that is there.
        continue;
      }
      double value = vector.value(i);
      var alertLabels = labelled(id, value);
      var state = states.get(alertLabels);
      if (state == null) {
        state = new AlertState(alertLabels, id.labels(), now);
        states.put(alertLabels, state);
      } else if (state.metIn(round)) {
        throw new EvaluationException(
            "vector contains metrics with the same labelset after applying alert labels");
      }
      state.meet(round);
      state.holds(now, value, id.labels(), spec.forDuration());
    }
    for (var iterator = states.values().iterator(); iterator.hasNext(); ) {
      var state = iterator.next();
      if (state.metIn(round)) {
        continue;
      }
      var source = affecting.isEmpty() ? null : overdueFor(state.element());
      if (source != null) {
        state.isUnknown(reason(source));
      } else if (!state.isClear(now, spec.keepFiringFor())) {
        iterator.remove();
        ended = ended.isEmpty() ? new ArrayList<>() : ended;
        ended.add(alertOf(state));
      }
    }
  }

  /// The result's labels with the rule's own over them.
  private Labels labelled(SeriesId id, double value) {
    if (!labelsAreSteady) {
      return label(id, value);
    }
    var known = labelled.get(id);
    if (known == null) {
      if (labelled.size() > MOST_NAMES) {
        labelled.clear();
        ids.clear();
      }
      known = label(id, value);
      labelled.put(id, known);
    }
    return known;
  }

  private Labels label(SeriesId id, double value) {
    var scope = new Template.Scope(id.labels(), value, externalLabels);
    var all = id.labels().toMap();
    labels.forEach((name, template) -> all.put(name, template.expand(scope)));
    if (spec.alert() != null) {
      all.put("alertname", spec.alert());
    }
    return Labels.of(all);
  }

  /// Adds what there is to report: every alert that is not clear, and those that have just ended.
  void report(List<Alert> alerts) {
    for (var state : states.values()) {
      alerts.add(alertOf(state));
    }
    alerts.addAll(ended);
    ended = List.of();
  }

  boolean quiet() {
    return states.isEmpty() && ended.isEmpty() && unknown.isEmpty();
  }

  private Alert alertOf(AlertState state) {
    var scope = new Template.Scope(state.element(), state.value(), externalLabels);
    var texts = new TreeMap<String, String>();
    annotations.forEach((name, template) -> texts.put(name, template.expand(scope)));
    return new Alert(
        Objects.requireNonNull(spec.alert()),
        state.labels(),
        texts,
        state.verdict(),
        state.value(),
        state.activeSince().instant(),
        spec.remedy(),
        spec.mode() == null ? Mode.ACT : spec.mode());
  }
}
