package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.promql.SharedParts;
import java.time.Duration;
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

  /// @param interval the agent's own interval: that of groups that name none
  /// @param keep how long the store keeps samples; a longer window is a warning
  /// @param externalLabels for templates: `{{ $externalLabels.x }}`
  public record Settings(Duration interval, Duration keep, Labels externalLabels) {}

  /// @param rules null when there is an error among the problems
  public record Compilation(@Nullable Rules rules, List<Problem> problems) {
    public Compilation {
      problems = List.copyOf(problems);
    }
  }

  private final Settings settings;
  private final SharedParts parts;
  private final List<RuleGroup> groups;
  private final List<CompiledRule> rules;

  /// by the names that were asked for: there are as many as kinds of probes
  private final Map<Set<String>, List<CompiledRule>> readers = new HashMap<>();

  private Rules(Settings settings, List<RuleGroup> groups, SharedParts parts) {
    this.settings = settings;
    this.parts = parts;
    this.groups = List.copyOf(groups);
    this.rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
  }

  /// No rules at all.
  public static Rules none() {
    return new Rules(
        new Settings(Duration.ofSeconds(1), Duration.ofMinutes(15), Labels.NONE),
        List.of(),
        new SharedParts(Set.of()));
  }

  /// Compiles rule groups: all or nothing, and all problems at once.
  public static Compilation compile(List<RuleGroupSpec> specs, Settings settings) {
    var parts = new SharedParts(recorded(specs));
    var reader = new RuleReader(settings, parts);
    var groups = specs.stream().map(reader::group).toList();
    parts.complete();
    boolean failed =
        reader.problems().stream()
            .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    if (failed) {
      return new Compilation(null, reader.problems());
    }
    var rules = new Rules(settings, groups, parts);
    RecordedReads.resolve(rules.rules);
    return new Compilation(rules, reader.problems());
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

  /// Takes over the state of those rules of `previous` that have not changed. An alert of a rule
  /// that is gone or changed is not reported as ended: the caller sees it missing.
  public Rules adopt(Rules previous) {
    for (var group : groups) {
      for (var before : previous.groups) {
        if (group.name().equals(before.name()) && group.file().equals(before.file())) {
          group.adopt(before);
        }
      }
      var left = new ArrayList<>(previous.rules);
      for (var rule : group.rules()) {
        for (var before : left) {
          if (rule.sameAs(before)) {
            rule.adopt(before);
            left.remove(before);
            break;
          }
        }
      }
    }
    return this;
  }

  /// Evaluates the groups that are due.
  ///
  /// @param overdue sources whose samples are late
  /// @param recorded takes what recording rules yield
  public RuleReport evaluate(
      SeriesView view, List<Overdue> overdue, Moment now, SampleSink recorded) {
    parts.moveOn();
    for (int g = 0; g < groups.size(); g++) {
      var group = groups.get(g);
      if (group.due(now, settings.interval())) {
        var due = group.rules();
        for (int i = 0; i < due.size(); i++) {
          due.get(i).evaluate(view, overdue, now, recorded);
        }
      }
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
      SampleSink recorded) {
    parts.moveOn();
    for (var rule : readers.computeIfAbsent(Set.copyOf(metricNames), this::readersOf)) {
      rule.evaluate(view, overdue, now, recorded);
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
