package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Verdict;
import dev.lockkeeper.promql.EvaluationException;
import dev.lockkeeper.promql.Plan;
import dev.lockkeeper.promql.Vector;
import dev.lockkeeper.rule.SavedAlerts.SavedAlert;
import dev.lockkeeper.rule.template.Scope;
import dev.lockkeeper.rule.template.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One rule, ready to be evaluated, and the state of its alerts.
final class CompiledRule {
  private static final int MOST_NAMES = 20_000;

  /// Until collectors and probes have spoken once after a start.
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private final String group;
  private final String identity;
  private final RuleSpec spec;
  private final Map<String, String> labelTexts;
  private final Plan plan;
  private final Map<String, Template> labels;
  private final Map<String, Template> annotations;
  private final Surroundings around;
  private final long offsetMillis;
  private final boolean labelsAreSteady;
  private final boolean annotationsIgnoreValue;
  private final boolean annotationsAskSeries;

  /// its own plan, and those of the recording rules that it reads, directly or not
  private List<Plan> reads;

  private final Map<SeriesId, Labels> labelled = new HashMap<>(0);
  private final Map<SeriesId, SeriesId> ids = new HashMap<>(0);
  private final Map<Labels, AlertState> states = new LinkedHashMap<>(0);
  private final Written written = new Written();
  private List<Alert> ended = List.of();
  private List<Overdue> affecting = List.of();
  private String unknown = "";
  private long round;
  private long failures;

  /// What a rule has from its group and from the agent.
  ///
  /// @param limit the most results that an evaluation may have; 0: any number
  /// @param offset how far before the evaluation it looks
  /// @param staleAfter how old what it yields may become
  /// @param census shared by all rules
  record Surroundings(
      int limit,
      Duration offset,
      Duration staleAfter,
      Labels externalLabels,
      String externalUrl,
      AlertCensus census) {}

  /// @param labelTexts the group's and the rule's labels, as written
  /// @param labels the same as templates; of a recording rule none, since its labels are as written
  CompiledRule(
      String group,
      RuleSpec spec,
      Map<String, String> labelTexts,
      Plan plan,
      Map<String, Template> labels,
      Map<String, Template> annotations,
      Surroundings around) {
    this.group = group;
    this.spec = spec;
    this.labelTexts = Map.copyOf(labelTexts);
    this.identity = identity(group, spec, labelTexts);
    this.plan = plan;
    this.labels = labels;
    this.annotations = annotations;
    this.around = around;
    this.offsetMillis = around.offset().toMillis();
    this.labelsAreSteady =
        labels.values().stream().allMatch(label -> label.ignoresValue() && !label.asksSeries());
    this.annotationsIgnoreValue = annotations.values().stream().allMatch(Template::ignoresValue);
    this.annotationsAskSeries = annotations.values().stream().anyMatch(Template::asksSeries);
    this.reads = List.of(plan);
  }

  String group() {
    return group;
  }

  String name() {
    return spec.name();
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

  /// Which rule it is: the state of one with the same identity, of another load or another process,
  /// may be taken over.
  String identity() {
    return identity;
  }

  private static String identity(String group, RuleSpec spec, Map<String, String> labels) {
    long hash = 0xcbf29ce484222325L;
    var all =
        List.of(
            spec.alert() == null ? "record" : "alert",
            spec.expr(),
            spec.forDuration().toString(),
            spec.keepFiringFor().toString(),
            new TreeMap<>(labels).toString());
    for (String text : all) {
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
    }
    return group + "/" + spec.name() + "/" + Long.toHexString(hash);
  }

  long evaluations() {
    return round;
  }

  /// Takes over the alerts' state. Not the plan: it shares parts with others of its own load.
  void adopt(CompiledRule previous) {
    previous
        .states
        .values()
        .forEach(state -> {
          if (state.series() != null) {
            around.census().admit();
          }
          states.put(state.labels(), state.underNewRule());
        });
    failures = previous.failures;
    round = previous.round;
    unknown = previous.unknown;
    written.adopt(previous.written);
  }

  /// Evaluates the expression and throws the result away.
  void prepare(SeriesView view, long epochMillis) {
    try {
      plan.evaluate(view, epochMillis - around.offset().toMillis());
    } catch (EvaluationException e) {
      // the evaluation that counts will say so
    }
  }

  void restore(List<SavedAlert> saved, Moment now) {
    for (var alert : saved) {
      states.computeIfAbsent(
          alert.labels(), labels -> new AlertState(alert, seriesOf(labels), now));
    }
  }

  void save(List<SavedAlert> saved, int most) {
    if (!states.isEmpty()) {
      for (var state : states.values()) {
        if (saved.size() >= most) {
          return;
        }
        saved.add(state.saved(identity));
      }
    }
  }

  private @Nullable AlertSeries seriesOf(Labels alert) {
    return around.census().admit() ? AlertSeries.of(alert) : null;
  }

  /// Every series that its latest evaluation has written.
  Set<SeriesId> written() {
    return written.latest();
  }

  void evaluate(SeriesView view, List<Overdue> overdue, Moment now, Recorder recorder) {
    round++;
    ended = List.of();
    affecting = overdue.isEmpty() ? List.of() : affecting(overdue);
    unknown = affecting.isEmpty() ? "" : reason(affecting.getFirst());
    long at = now.epochMillis() - offsetMillis;
    try {
      var vector = plan.evaluate(view, at);
      if (around.limit() > 0 && vector.size() > around.limit()) {
        throw new EvaluationException(
            "exceeded limit of " + around.limit() + " with " + vector.size() + " results");
      }
      if (spec.record() != null) {
        record(vector, at, recorder);
      } else if (vector.size() > 0 || !states.isEmpty()) {
        alert(vector, view, now);
        publish(at, recorder);
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
    List<Overdue> met = List.of();
    for (int i = 0; i < overdue.size(); i++) {
      var source = overdue.get(i);
      if (mayRead(source.metrics(), source.labels())) {
        met = met.isEmpty() ? new ArrayList<>() : met;
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

  private void record(Vector vector, long at, Recorder recorder) {
    written.begin();
    for (int i = 0; i < vector.size(); i++) {
      written.add(recordedId(vector.id(i)));
    }
    if (written.twice()) {
      throw new EvaluationException(
          "vector contains metrics with the same labelset after applying rule labels");
    }
    for (int i = 0; i < vector.size(); i++) {
      if (affecting.isEmpty() || overdueFor(vector.id(i).labels()) == null) {
        recorder.sample(written.id(i), at, vector.value(i), around.staleAfter());
      }
    }
    markEnded(at, recorder);
  }

  private SeriesId recordedId(SeriesId element) {
    var known = ids.get(element);
    if (known == null) {
      if (ids.size() > MOST_NAMES) {
        ids.clear();
      }
      var all = element.labels().toMap();
      all.putAll(labelTexts);
      known = new SeriesId(name(), Labels.of(all));
      ids.put(element, known);
    }
    return known;
  }

  /// Of what is missing because its source is overdue it is not known that it has ended.
  private void markEnded(long at, Recorder recorder) {
    var gone = written.end();
    for (int i = 0; i < gone.size(); i++) {
      if (affecting.isEmpty() || overdueFor(gone.get(i).labels()) == null) {
        recorder.stale(gone.get(i), at);
      }
    }
  }

  private void alert(Vector vector, SeriesView view, Moment now) {
    for (int i = 0; i < vector.size(); i++) {
      var id = vector.id(i);
      if (!affecting.isEmpty() && overdueFor(id.labels()) != null) {
        // Old values say nothing: neither a new alert, nor progress of one that is there.
        continue;
      }
      double value = vector.value(i);
      var alertLabels = labelled(id, value, view, now);
      var state = states.get(alertLabels);
      if (state == null) {
        state = new AlertState(alertLabels, id, seriesOf(alertLabels), now);
        states.put(alertLabels, state);
        around.census().changed();
      } else if (state.metIn(round)) {
        throw new EvaluationException(
            "vector contains metrics with the same labelset after applying alert labels");
      }
      state.meet(round);
      boolean outdated =
          !state.annotated()
              || annotationsAskSeries
              || (!annotationsIgnoreValue
                  && Double.doubleToRawLongBits(state.value())
                      != Double.doubleToRawLongBits(value));
      var before = state.verdict();
      state.holds(now, value, id, spec.forDuration());
      note(before, state);
      if (outdated) {
        state.annotate(expanded(annotations, id, value, view, now));
      }
    }
    for (var iterator = states.values().iterator(); iterator.hasNext(); ) {
      var state = iterator.next();
      if (state.metIn(round)) {
        continue;
      }
      var before = state.verdict();
      var source = affecting.isEmpty() ? null : overdueFor(state.element().labels());
      if (source != null) {
        state.isUnknown(reason(source));
      } else if (state.awaited(now, patience())) {
        state.isUnknown("not seen since the restart");
      } else if (!state.isClear(now, spec.keepFiringFor())) {
        iterator.remove();
        if (state.series() != null) {
          around.census().release();
        }
        ended = ended.isEmpty() ? new ArrayList<>() : ended;
        ended.add(alertOf(state));
      }
      note(before, state);
    }
  }

  @SuppressWarnings("ReferenceEquality") // an equal one that is new costs one write too many
  private void note(Verdict before, AlertState state) {
    if (before != state.verdict()) {
      around.census().changed();
    }
  }

  /// How long an alert of a former process is waited for: until what it looks at can be there.
  private Duration patience() {
    var longest = Duration.ZERO;
    for (var read : reads) {
      longest = longest.compareTo(read.longestWindow()) > 0 ? longest : read.longestWindow();
    }
    return longest.plus(SETTLING).plus(around.staleAfter());
  }

  private void publish(long at, Recorder recorder) {
    written.begin();
    for (var state : states.values()) {
      var series = state.series();
      if (series != null) {
        var alerts = series.of(state.known());
        written.add(alerts);
        written.add(series.active());
        recorder.sample(alerts, at, 1, around.staleAfter());
        recorder.sample(
            series.active(),
            at,
            (double) Math.floorDiv(state.activeSince().epochMillis(), 1000L),
            around.staleAfter());
      }
    }
    var gone = written.end();
    for (int i = 0; i < gone.size(); i++) {
      recorder.stale(gone.get(i), at);
    }
  }

  /// The result's labels with the rule's own over them.
  private Labels labelled(SeriesId id, double value, SeriesView view, Moment now) {
    if (!labelsAreSteady) {
      return label(id, value, view, now);
    }
    var known = labelled.get(id);
    if (known == null) {
      if (labelled.size() > MOST_NAMES) {
        labelled.clear();
      }
      known = label(id, value, view, now);
      labelled.put(id, known);
    }
    return known;
  }

  private Labels label(SeriesId id, double value, SeriesView view, Moment now) {
    var all = id.labels().toMap();
    all.putAll(expanded(labels, id, value, view, now));
    all.put("alertname", name());
    return Labels.of(all);
  }

  private Map<String, String> expanded(
      Map<String, Template> templates, SeriesId id, double value, SeriesView view, Moment now) {
    if (templates.isEmpty()) {
      return Map.of();
    }
    var scope =
        new Scope(
            id, value, around.externalLabels(), around.externalUrl(), view, now.epochMillis());
    var texts = new TreeMap<String, String>();
    templates.forEach((name, template) -> texts.put(name, template.expand(scope)));
    return texts;
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
    var reported = state.reported();
    if (reported != null) {
      return reported;
    }
    return state.reported(
        new Alert(
            name(),
            state.labels(),
            state.annotations(),
            state.verdict(),
            state.value(),
            state.activeSince().instant(),
            spec.remedy(),
            spec.mode() == null ? Mode.ACT : spec.mode()));
  }
}
