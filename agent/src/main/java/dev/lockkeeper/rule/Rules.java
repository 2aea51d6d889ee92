package dev.lockkeeper.rule;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesView;
import java.time.Duration;
import java.util.List;
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

  /// No rules at all.
  public static Rules none() {
    return new Rules();
  }

  private Rules() {}

  /// Compiles rule groups: all or nothing, and all problems at once.
  public static Compilation compile(List<RuleGroupSpec> groups, Settings settings) {
    return new Compilation(none(), List.of());
  }

  /// Takes over the state of those rules of `previous` that have not changed.
  public Rules adopt(Rules previous) {
    return this;
  }

  /// Evaluates the groups that are due.
  ///
  /// @param overdue sources whose samples are late
  /// @param recorded takes what recording rules yield
  public RuleReport evaluate(
      SeriesView view, List<Overdue> overdue, Moment now, SampleSink recorded) {
    return RuleReport.QUIET;
  }

  /// Evaluates at once, between two ticks, the rules that read one of these metrics: for results of
  /// probes. Groups with an interval of their own longer than the agent's wait for it.
  public RuleReport evaluateReading(
      Set<String> metricNames,
      SeriesView view,
      List<Overdue> overdue,
      Moment now,
      SampleSink recorded) {
    return RuleReport.QUIET;
  }

  /// How many rules there are.
  public int size() {
    return 0;
  }

  /// Evaluations that failed since the start (`lockkeeper_rule_evaluation_failures_total`).
  public long failures() {
    return 0;
  }
}
