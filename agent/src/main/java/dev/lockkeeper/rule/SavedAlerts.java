package dev.lockkeeper.rule;

import dev.lockkeeper.model.Labels;
import java.util.List;

/// The alerts of all rules at one moment, as the next process takes them up ([Rules#restore]).
///
/// @param epochMillis when they were so, wall clock
public record SavedAlerts(long epochMillis, List<SavedAlert> alerts) {
  public static final SavedAlerts NONE = new SavedAlerts(0, List.of());

  public SavedAlerts {
    alerts = List.copyOf(alerts);
  }

  /// One alert that is pending or fires. All times are wall clock milliseconds since the Unix
  /// epoch, all durations milliseconds.
  ///
  /// @param rule which rule it is of: its group, name, and all that makes it another one when it
  ///   changes
  /// @param labels the alert's
  /// @param element the result's labels, before the rule's own
  /// @param firingSince 0 while it is pending
  /// @param kept whether only `keep_firing_for` keeps it firing
  /// @param held how much of `for` is over
  /// @param clear how much of `keep_firing_for` is over
  public record SavedAlert(
      String rule,
      Labels labels,
      Labels element,
      double value,
      long activeSince,
      long firingSince,
      boolean kept,
      long held,
      long clear) {}
}
