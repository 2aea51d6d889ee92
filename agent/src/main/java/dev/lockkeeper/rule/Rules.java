package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final List<RuleGroup> groups;
  private final List<CompiledRule> rules;

  /// by the names that were asked for: there are as many as kinds of probes
  private final Map<Set<String>, List<CompiledRule>> readers = new HashMap<>();

  private Rules(Settings settings, List<RuleGroup> groups) {
    this.settings = settings;
    this.groups = List.copyOf(groups);
    this.rules = groups.stream().flatMap(group -> group.rules().stream()).toList();
  }

  /// No rules at all.
  public static Rules none() {
    return new Rules(
        new Settings(Duration.ofSeconds(1), Duration.ofMinutes(15), Labels.NONE), List.of());
  }

  /// Compiles rule groups: all or nothing, and all problems at once.
  public static Compilation compile(List<RuleGroupSpec> specs, Settings settings) {
    var reader = new RuleReader(settings);
    var groups = specs.stream().map(reader::group).toList();
    boolean failed =
        reader.problems().stream()
            .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    if (failed) {
      return new Compilation(null, reader.problems());
    }
    var rules = new Rules(settings, groups);
    RecordedReads.resolve(rules.rules);
    return new Compilation(rules, reader.problems());
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
    for (var group : groups) {
      if (group.due(now, settings.interval())) {
        for (var rule : group.rules()) {
          rule.evaluate(view, overdue, now, recorded);
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
