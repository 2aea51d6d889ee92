package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.rule.SavedAlerts.SavedAlert;
import dev.lockkeeper.rule.check.KnownMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  public record Settings(
      Duration interval,
      Duration keep,
      Labels externalLabels,
      String externalUrl,
      KnownMetrics known) {
    /// Without an address of the agent.
    public Settings(Duration interval, Duration keep, Labels externalLabels, KnownMetrics known) {
      this(interval, keep, externalLabels, "", known);
    }

    /// Without a catalogue: names are not checked.
    public Settings(Duration interval, Duration keep, Labels externalLabels) {
      this(interval, keep, externalLabels, "", KnownMetrics.UNCHECKED);
    }
  }

  /// @param rules null when there is an error among the problems
  public record Compilation(@Nullable Rules rules, List<Problem> problems) {
    public Compilation {
      problems = List.copyOf(problems);
    }
  }

  private final Settings settings;
  private final List<RuleGroup> groups;
  private final List<CompiledRule> rules;

  /// by the names that were asked for: there are as many as kinds of probes
  private final Map<Set<String>, List<CompiledRule>> readers = new HashMap<>();

  private final AlertCensus census;

  /// what rules wrote that a reload has removed: to be ended at the next evaluation
  private List<SeriesId> orphans = List.of();

  private Rules(Settings settings, List<RuleGroup> groups, AlertCensus census) {
    this.settings = settings;
    this.census = census;
    this.groups = List.copyOf(groups);
    this.rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
  }

  /// No rules at all.
  public static Rules none() {
    return new Rules(
        new Settings(Duration.ofSeconds(1), Duration.ofMinutes(15), Labels.NONE),
        List.of(),
        new AlertCensus());
  }

  /// Compiles rule groups: all or nothing, and all problems at once.
  public static Compilation compile(List<RuleGroupSpec> specs, Settings settings) {
    var census = new AlertCensus();
    var reader = new RuleReader(settings, census);
    var groups = specs.stream().map(reader::group).toList();
    reader.check();
    boolean failed =
        reader.problems().stream()
            .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    if (failed) {
      return new Compilation(null, reader.problems());
    }
    var rules = new Rules(settings, groups, census);
    RecordedReads.resolve(rules.rules);
    return new Compilation(rules, reader.problems());
  }

  /// Takes over the state of those rules of `previous` that have not changed. An alert of a rule
  /// that is gone or changed is not reported as ended: the caller sees it missing. The series that
  /// such a rule wrote end with the next evaluation.
  public Rules adopt(Rules previous) {
    var left = new HashMap<String, ArrayDeque<CompiledRule>>();
    for (var rule : previous.rules) {
      left.computeIfAbsent(rule.identity(), _ -> new ArrayDeque<>()).add(rule);
    }
    for (var group : groups) {
      for (var before : previous.groups) {
        if (group.name().equals(before.name()) && group.file().equals(before.file())) {
          group.adopt(before);
        }
      }
    }
    for (var rule : rules) {
      var before = left.getOrDefault(rule.identity(), new ArrayDeque<>()).poll();
      if (before != null) {
        rule.adopt(before);
      }
    }
    var ended = new HashSet<>(previous.orphans);
    left.values().forEach(gone -> gone.forEach(rule -> ended.addAll(rule.written())));
    orphans = new ArrayList<>(ended);
    return this;
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
    for (var group : groups) {
      if (group.due(now, settings.interval())) {
        for (var rule : group.rules()) {
          rule.evaluate(view, overdue, now, recorder);
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
    for (var rule : readers.computeIfAbsent(Set.copyOf(metricNames), this::readersOf)) {
      rule.evaluate(view, overdue, now, recorder);
    }
    return report();
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
    for (int i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      if (rule.quiet()) {
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
    long sum = 0;
    for (var rule : rules) {
      sum += rule.failures();
    }
    return sum;
  }
}
