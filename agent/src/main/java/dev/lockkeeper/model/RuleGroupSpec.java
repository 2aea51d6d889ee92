package dev.lockkeeper.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One group of a rule file as it stands there: keys and types are checked, expressions and
/// templates are still text.
///
/// @param interval time between evaluations; null: the agent's
/// @param queryOffset how far before an evaluation its expressions look
/// @param limit the most series or alerts that one rule may yield; 0: any number
/// @param labels added to every rule's
/// @param places where the labels' texts stand, by label
public record RuleGroupSpec(
    String file,
    String name,
    @Nullable Duration interval,
    Duration queryOffset,
    int limit,
    Map<String, String> labels,
    Map<String, Place> places,
    List<RuleSpec> rules) {
  public RuleGroupSpec {
    labels = Map.copyOf(labels);
    places = Map.copyOf(places);
    rules = List.copyOf(rules);
  }

  public RuleGroupSpec withRules(List<RuleSpec> others) {
    return new RuleGroupSpec(file, name, interval, queryOffset, limit, labels, places, others);
  }

  /// Without an offset, and with labels of which it is not known where they stand.
  public RuleGroupSpec(
      String file,
      String name,
      @Nullable Duration interval,
      int limit,
      Map<String, String> labels,
      List<RuleSpec> rules) {
    this(file, name, interval, Duration.ZERO, limit, labels, Map.of(), rules);
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
  /// @param places where texts stand, by `labels.NAME` and `annotations.NAME`
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
      @Nullable Mode mode,
      Map<String, Place> places) {
    public RuleSpec {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
      places = Map.copyOf(places);
      if ((alert == null) == (record == null)) {
        throw new IllegalArgumentException("either an alert or a record: " + path);
      }
    }

    /// Of whose labels and annotations it is not known where they stand.
    public RuleSpec(
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
      this(
          alert,
          record,
          expr,
          exprAt,
          exprIsPlain,
          at,
          path,
          forDuration,
          keepFiringFor,
          labels,
          annotations,
          remedy,
          mode,
          Map.of());
    }

    /// What it yields: the alert's or the recorded metric's name.
    public String name() {
      return alert != null ? alert : String.valueOf(record);
    }
  }

  /// Where a text of several characters stands.
  ///
  /// @param at its first character
  /// @param plain whether each line of the text is a piece of a line of the file, the first
  ///   beginning at `at`, further ones (of a literal block) in the same column; false for folded or
  ///   quoted scalars with escapes, where problems can only point at the beginning
  public record Place(Position at, boolean plain) {}

  /// @param line from 1
  /// @param column from 1
  public record Position(int line, int column) {}
}
