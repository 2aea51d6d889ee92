package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.promql.SharedParts;
import dev.lockkeeper.rule.SavedAlerts.SavedAlert;
import dev.lockkeeper.rule.check.KnownMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All rules that are in force, and the state of their alerts. For the loop's thread only.
public final class Rules {

  /// More alerts than this at once are not saved for the next process.
  static final int MOST_SAVED = 5_000;

  /// @param interval the agent's own interval: that of groups that name none
  /// @param keep how long the store keeps samples; a longer window is a warning
  /// @param externalLabels for templates: `{{ $externalLabels.x }}`
  /// @param externalUrl under which people reach the agent, for templates; empty: unknown
  /// @param known what there is to read, for checks
  /// @param mostRules more are refused: they would not fit into the process' memory
  public record Settings(
      Duration interval,
      Duration keep,
      Labels externalLabels,
      String externalUrl,
      KnownMetrics known,
      int mostRules) {
    /// Without a bound, and an address of the agent.
    public Settings(Duration interval, Duration keep, Labels externalLabels, KnownMetrics known) {
      this(interval, keep, externalLabels, "", known, Integer.MAX_VALUE);
    }

    /// Without a catalogue: names are not checked.
    public Settings(Duration interval, Duration keep, Labels externalLabels) {
      this(interval, keep, externalLabels, KnownMetrics.UNCHECKED);
    }
  }

  /// @param rules null when there is an error among the problems
  /// @param problems errors and warnings
  /// @param notes what is worth knowing for whoever works on the rules, and for nobody else
  public record Compilation(@Nullable Rules rules, List<Problem> problems, List<Problem> notes) {
    public Compilation {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }

    private static Compilation of(@Nullable Rules rules, List<Problem> said) {
      var problems = new ArrayList<Problem>();
      var notes = new ArrayList<Problem>();
      said.forEach(one -> (one.severity() == Problem.Severity.NOTE ? notes : problems).add(one));
      return new Compilation(rules, problems, notes);
    }
  }

  private final Settings settings;
  private final List<SharedParts> parts;
  private final List<RuleGroup> groups;
  private final List<CompiledRule> rules;

  /// which of the rules may have something to report: hardly any, as a rule
  private final BitSet loud;

  /// by the names that were asked for: there are as many as kinds of probes
  private final Map<Set<String>, List<CompiledRule>> readers = new HashMap<>();

  private final AlertCensus census;

  /// what rules wrote that a reload has removed: to be ended at the next evaluation
  private List<SeriesId> orphans = List.of();

  /// without state of former rules, and not yet evaluated
  private final List<CompiledRule> fresh = new ArrayList<>();

  /// worked out before [#adopt]
  private @Nullable Succession succession;

  private final Map<String, Duration> windows;
  private final Set<String> names;

  /// evaluations that failed, of rules that a reload has removed
  private long retiredFailures;

  private Rules(
      Settings settings, List<RuleGroup> groups, List<SharedParts> parts, AlertCensus census) {
    this.settings = settings;
    this.parts = parts;
    this.census = census;
    this.groups = List.copyOf(groups);
    this.rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
    this.names = rules.stream().map(CompiledRule::name).collect(Collectors.toUnmodifiableSet());
    this.windows = windows(rules);
    int first = 0;
    for (var group : groups) {
      group.first(first);
      first += group.rules().size();
    }
    this.loud = new BitSet(rules.size());
    loud.set(0, rules.size());
  }

  /// No rules at all.
  public static Rules none() {
    return new Rules(
        new Settings(Duration.ofSeconds(1), Duration.ofMinutes(15), Labels.NONE),
        List.of(),
        List.of(),
        new AlertCensus());
  }

  /// Compiles rule groups: all or nothing, and all problems at once.
  public static Compilation compile(List<RuleGroupSpec> specs, Settings settings) {
    var census = new AlertCensus();
    var crowd = RuleRoom.tooMany(specs, settings.mostRules());
    if (crowd != null) {
      return Compilation.of(null, List.of(crowd));
    }
    var reader = new RuleReader(settings, recorded(specs), census);
    var groups = specs.stream().map(reader::group).toList();
    reader.check();
    boolean failed =
        reader.problems().stream()
            .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    if (failed) {
      return Compilation.of(null, reader.problems());
    }
    var rules = new Rules(settings, groups, reader.parts(), census);
    RecordedReads.resolve(rules.rules);
    return Compilation.of(rules, reader.problems());
  }

  /// What rules themselves yield, so that it changes between one rule and the next.
  private static Set<String> recorded(List<RuleGroupSpec> specs) {
    var names = new HashSet<>(Set.of("ALERTS", "ALERTS_FOR_STATE"));
    for (var group : specs) {
      for (var rule : group.rules()) {
        if (rule.record() != null) {
          names.add(rule.record());
        }
      }
    }
    return names;
  }

  /// Does before [#adopt] what need not be done on the loop's thread: finds out which rules go on,
  /// and evaluates every expression once, so that the evaluation that counts finds series looked
  /// up, windows filled and code warm. The store may be read from any thread; of `previous` only
  /// what never changes is.
  public void prepare(Rules previous, SeriesView view, long epochMillis) {
    for (var rule : rules) {
      rule.prepare(view, epochMillis);
    }
    moveOn();
    succession = pair(previous);
  }

  private Succession pair(Rules previous) {
    var left = new HashMap<String, ArrayDeque<CompiledRule>>();
    for (var rule : previous.rules) {
      left.computeIfAbsent(rule.identity(), _ -> new ArrayDeque<>(1)).add(rule);
    }
    var before = new ArrayList<Optional<CompiledRule>>(rules.size());
    for (var rule : rules) {
      var same = left.get(rule.identity());
      before.add(same == null ? Optional.empty() : Optional.ofNullable(same.poll()));
    }
    return new Succession(
        previous, before, left.values().stream().flatMap(ArrayDeque::stream).toList());
  }

  /// Which rules go on.
  ///
  /// @param before for each rule the one whose state it takes over
  /// @param gone rules before that none of these goes on
  private record Succession(
      Rules previous, List<Optional<CompiledRule>> before, List<CompiledRule> gone) {
    @SuppressWarnings("ReferenceEquality") // these very rules, not equal ones
    boolean of(Rules others) {
      return previous == others;
    }
  }

  /// Takes over the state of those rules of `previous` that have not changed: same group, name,
  /// expression, `for`, `keep_firing_for` and labels. Annotations, remedy and mode may differ. An
  /// alert of a rule that is gone or changed is not reported as ended: the caller sees it missing.
  /// The series that such a rule wrote end with the next evaluation.
  ///
  /// Costs little for each rule after [#prepare]; `previous` must not be evaluated any more.
  public Rules adopt(Rules previous) {
    var pairing = succession == null || !succession.of(previous) ? pair(previous) : succession;
    succession = null;
    var groupsBefore = new HashMap<List<String>, RuleGroup>();
    for (var group : previous.groups) {
      groupsBefore.put(List.of(group.file(), group.name()), group);
    }
    for (var group : groups) {
      var before = groupsBefore.get(List.of(group.file(), group.name()));
      if (before != null) {
        group.adopt(before);
      }
    }
    for (int i = 0; i < pairing.before().size(); i++) {
      var before = pairing.before().get(i).orElse(null);
      if (before != null) {
        rules.get(i).adopt(before);
      } else {
        fresh.add(rules.get(i));
      }
    }
    var ended = new HashSet<>(previous.orphans);
    retiredFailures = previous.retiredFailures;
    for (var rule : pairing.gone()) {
      ended.addAll(rule.written());
      retiredFailures += rule.failures();
    }
    orphans = new ArrayList<>(ended);
    return this;
  }

  /// Evaluates at once the rules that [#adopt] found new or changed, whatever their group's
  /// interval is: who saves a file need not wait for them. Recorded series that they read exist
  /// already or come with the next tick.
  public RuleReport evaluateFresh(
      SeriesView view, List<Overdue> overdue, Moment now, Recorder recorder) {
    moveOn();
    for (var rule : fresh) {
      rule.evaluate(view, overdue, now, recorder);
    }
    fresh.clear();
    loud.set(0, rules.size());
    return report();
  }

  /// How many rules [#adopt] found new or changed, before they are evaluated.
  public int freshCount() {
    return fresh.size();
  }

  /// The names of all rules: alerts' and recorded metrics'.
  public Set<String> names() {
    return names;
  }

  /// Every alert that is pending or fires, for the next process.
  ///
  /// @return at most [#MOST_SAVED] of them
  public SavedAlerts saved(Moment now) {
    var saved = new ArrayList<SavedAlert>();
    for (var rule : rules) {
      rule.save(saved, MOST_SAVED);
    }
    return new SavedAlerts(now.epochMillis(), saved);
  }

  /// Takes up the alerts that a former process saved, of rules that have not changed since. They
  /// are unknown until an evaluation meets them, or until what their rule looks at has had the time
  /// to come: neither firing anew nor ended by the restart. The time between the processes counts
  /// for nothing.
  ///
  /// @param tolerance what is older than this is forgotten
  /// @return how many were taken up
  public int restore(SavedAlerts saved, Moment now, Duration tolerance) {
    long age = now.epochMillis() - saved.epochMillis();
    if (age > tolerance.toMillis() || age < -tolerance.toMillis()) {
      return 0;
    }
    var byRule = new HashMap<String, List<SavedAlert>>();
    for (var alert : saved.alerts()) {
      byRule.computeIfAbsent(alert.rule(), _ -> new ArrayList<>()).add(alert);
    }
    loud.set(0, rules.size());
    int restored = 0;
    for (var rule : rules) {
      var ofRule = byRule.isEmpty() ? null : byRule.remove(rule.identity());
      if (ofRule != null && rule.spec().alert() != null) {
        rule.restore(ofRule, now);
        restored += ofRule.size();
      }
    }
    return restored;
  }

  /// A number that grows whenever an alert begins, changes its verdict or ends.
  public long changes() {
    return census.changes();
  }

  /// Evaluates the groups that are due.
  ///
  /// @param overdue sources whose samples are late
  /// @param recorder takes what recording rules yield, and the series of alerts
  public RuleReport evaluate(
      SeriesView view, List<Overdue> overdue, Moment now, Recorder recorder) {
    moveOn();
    for (int g = 0; g < groups.size(); g++) {
      var group = groups.get(g);
      if (group.due(now, settings.interval())) {
        for (int i = group.first(); i < group.first() + group.rules().size(); i++) {
          var rule = rules.get(i);
          rule.evaluate(view, overdue, now, recorder);
          if (!rule.quiet()) {
            loud.set(i);
          }
        }
      }
    }
    if (!orphans.isEmpty()) {
      rules.forEach(rule -> orphans.removeAll(rule.written()));
      orphans.forEach(id -> recorder.stale(id, now.epochMillis()));
      orphans = List.of();
    }
    return report();
  }

  /// Evaluates at once, between two ticks, the rules that read one of these metrics, by way of
  /// recording rules as well: for results of probes. Groups with an interval of their own longer
  /// than the agent's wait for it.
  public RuleReport evaluateReading(
      Set<String> metricNames,
      SeriesView view,
      List<Overdue> overdue,
      Moment now,
      Recorder recorder) {
    moveOn();
    for (var rule : readers.computeIfAbsent(Set.copyOf(metricNames), this::readersOf)) {
      rule.evaluate(view, overdue, now, recorder);
    }
    loud.set(0, rules.size());
    return report();
  }

  /// Samples have come.
  private void moveOn() {
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).moveOn();
    }
  }

  private List<CompiledRule> readersOf(Set<String> metricNames) {
    return groups.stream()
        .filter(group -> group.interval().compareTo(settings.interval()) <= 0)
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.mayRead(metricNames, Labels.NONE))
        .toList();
  }

  private RuleReport report() {
    List<Alert> alerts = null;
    List<RuleReport.UnknownRule> unknown = null;
    for (int i = loud.nextSetBit(0); i >= 0; i = loud.nextSetBit(i + 1)) {
      var rule = rules.get(i);
      if (rule.quiet()) {
        loud.clear(i);
        continue;
      }
      alerts = alerts == null ? new ArrayList<>() : alerts;
      unknown = unknown == null ? new ArrayList<>() : unknown;
      rule.report(alerts);
      if (!rule.unknown().isEmpty()) {
        unknown.add(new RuleReport.UnknownRule(rule.group(), rule.name(), rule.unknown()));
      }
    }
    return alerts == null || unknown == null ? RuleReport.QUIET : new RuleReport(alerts, unknown);
  }

  /// How far rules look back, by the metrics that they read; without those whose name no selector
  /// fixes.
  public Map<String, Duration> windows() {
    return windows;
  }

  private static Map<String, Duration> windows(List<CompiledRule> rules) {
    var windows = new HashMap<String, Duration>();
    for (var rule : rules) {
      for (var metric : rule.plan().metricNames()) {
        windows.merge(metric, rule.plan().longestWindow(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    return windows;
  }

  /// What the rules read from elsewhere: not what they record themselves.
  public Recording.Wanted wanted() {
    var recorded = new HashSet<>(Set.of("ALERTS", "ALERTS_FOR_STATE"));
    rules.stream()
        .filter(rule -> rule.spec().record() != null)
        .forEach(rule -> recorded.add(rule.name()));
    var selectors = new LinkedHashSet<String>();
    rules.forEach(
        rule -> selectors.addAll(rule.plan().selectors(metric -> !recorded.contains(metric))));
    return new Recording.Wanted(
        List.copyOf(selectors),
        series ->
            !recorded.contains(series.metric())
                && rules.stream().anyMatch(rule -> rule.plan().reads(series)));
  }

  List<RuleGroup> groups() {
    return groups;
  }

  /// How many times a rule was evaluated since the start.
  public long evaluations() {
    long sum = 0;
    for (var rule : rules) {
      sum += rule.evaluations();
    }
    return sum;
  }

  /// How many rules there are.
  public int size() {
    return rules.size();
  }

  /// Evaluations that failed since the start (`lockkeeper_rule_evaluation_failures_total`).
  public long failures() {
    long sum = retiredFailures;
    for (var rule : rules) {
      sum += rule.failures();
    }
    return sum;
  }
}
