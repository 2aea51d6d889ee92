package dev.lockkeeper.model;

import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file of unit tests of rules, as promtool has them: keys and types are checked; series, values
/// and expressions are still text.
///
/// @param file as the person named it
/// @param groups of the rule files that it names
/// @param evaluationInterval time between two evaluations of all groups
/// @param fuzzyCompare whether values that differ in their last bit only are the same
/// @param groupOrder the groups that are evaluated first, in this order
public record RuleTestFile(
    String file,
    List<RuleGroupSpec> groups,
    Duration evaluationInterval,
    boolean fuzzyCompare,
    List<String> groupOrder,
    List<RuleTest> tests) {
  public RuleTestFile {
    groups = List.copyOf(groups);
    groupOrder = List.copyOf(groupOrder);
    tests = List.copyOf(tests);
  }

  /// The same tests of these rules.
  public RuleTestFile with(List<RuleGroupSpec> rules) {
    return new RuleTestFile(file, rules, evaluationInterval, fuzzyCompare, groupOrder, tests);
  }

  /// One test: series, and what rules and expressions make of them.
  ///
  /// @param name empty where it has none
  /// @param interval time between two values of a series
  /// @param start the moment of the first values, from which all times are counted
  /// @param externalUrl empty: none
  public record RuleTest(
      String name,
      Position at,
      String path,
      Duration interval,
      Instant start,
      List<InputSeries> series,
      Map<String, String> externalLabels,
      String externalUrl,
      List<AlertCase> alerts,
      List<ExpressionCase> expressions) {
    public RuleTest {
      series = List.copyOf(series);
      externalLabels = Map.copyOf(externalLabels);
      alerts = List.copyOf(alerts);
      expressions = List.copyOf(expressions);
    }
  }

  /// @param seriesAt where `series` stands
  /// @param values in promtool's notation: `0+10x5 _ stale`
  /// @param valuesAt where they stand
  public record InputSeries(
      String path, String series, Position seriesAt, String values, Position valuesAt) {}

  /// What is to fire under one name at one time.
  ///
  /// @param remedies what is to be asked for then; null: not looked at
  public record AlertCase(
      Position at,
      String path,
      Duration evalTime,
      String alertname,
      List<ExpectedAlert> alerts,
      @Nullable List<ExpectedRemedy> remedies) {
    public AlertCase {
      alerts = List.copyOf(alerts);
      remedies = remedies == null ? null : List.copyOf(remedies);
    }
  }

  /// @param labels without `alertname`
  public record ExpectedAlert(Map<String, String> labels, Map<String, String> annotations) {
    public ExpectedAlert {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }
  }

  /// @param mode null: not looked at
  public record ExpectedRemedy(String service, Remedy remedy, @Nullable Mode mode) {}

  /// What an expression is to yield at one time.
  public record ExpressionCase(
      Position at,
      String path,
      Duration evalTime,
      String expr,
      Position exprAt,
      List<ExpectedSample> samples) {
    public ExpressionCase {
      samples = List.copyOf(samples);
    }
  }

  /// @param labels as PromQL writes them: `up{job="web"}`
  public record ExpectedSample(String path, String labels, Position labelsAt, double value) {}
}
