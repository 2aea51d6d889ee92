package dev.lockkeeper.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One group of a rule file as it stands there: keys and types are checked, expressions and
/// templates are still text.
///
/// @param interval time between evaluations; null: the agent's
/// @param labels added to every rule's
public record RuleGroupSpec(
    String file,
    String name,
    @Nullable Duration interval,
    int limit,
    Map<String, String> labels,
    List<RuleSpec> rules) {
  public RuleGroupSpec {
    labels = Map.copyOf(labels);
    rules = List.copyOf(rules);
  }

  public RuleGroupSpec withRules(List<RuleSpec> others) {
    return new RuleGroupSpec(file, name, interval, limit, labels, others);
  }

  /// One rule.
  ///
  /// @param alert the alert's name; null for a recording rule
  /// @param record the recorded metric's name; null for an alerting rule
  /// @param expr PromQL
  /// @param exprAt where the expression's first character stands
  /// @param exprIsPlain whether each line of `expr` is a piece of a line of the file, the first
  ///   beginning at `exprAt`, further ones (of a literal block) in the same column; false for
  ///   folded or quoted scalars with escapes, where problems can only point at the beginning
  /// @param path the rule's path in the file, such as `groups[0].rules[2]`
  /// @param remedy null: alert only
  /// @param mode null: whatever service and agent say
  public record RuleSpec(
      @Nullable String alert,
      @Nullable String record,
      String expr,
      Position exprAt,
      boolean exprIsPlain,
      Position at,
      String path,
      Duration forDuration,
      Duration keepFiringFor,
      Map<String, String> labels,
      Map<String, String> annotations,
      @Nullable Remedy remedy,
      @Nullable Mode mode) {
    public RuleSpec {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
      if ((alert == null) == (record == null)) {
        throw new IllegalArgumentException("either an alert or a record: " + path);
      }
    }
  }

  /// @param line from 1
  /// @param column from 1
  public record Position(int line, int column) {}
}
