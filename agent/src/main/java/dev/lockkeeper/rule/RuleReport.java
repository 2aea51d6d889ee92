package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import java.util.List;

/// What the rules say at one moment.
///
/// @param alerts every alert of every rule that is not clear, whether its rule was due now or not;
///   and, once, with [dev.lockkeeper.model.Verdict.Clear], each that has just ended
/// @param unknown rules of which nothing is known, or not of every label set: a source that they
///   read is overdue, or their evaluation fails. An alert that was there before is among `alerts`
///   as well, frozen.
public record RuleReport(List<Alert> alerts, List<UnknownRule> unknown) {
  public static final RuleReport QUIET = new RuleReport(List.of(), List.of());

  /// @param rule the alert's or the record's name
  /// @param reason for people
  public record UnknownRule(String group, String rule, String reason) {}

  public RuleReport {
    alerts = List.copyOf(alerts);
    unknown = List.copyOf(unknown);
  }
}
