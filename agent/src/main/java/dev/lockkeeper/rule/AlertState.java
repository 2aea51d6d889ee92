package dev.lockkeeper.rule;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;

/// How one alerting rule stands for one label set.
///
/// What counts towards `for` is time between two evaluations in a row that both knew the expression
/// to hold; towards `keep_firing_for`, between two that knew it not to. Time of which nothing is
/// known counts for neither.
final class AlertState {
  private final Labels labels;
  private final Moment activeSince;
  private Verdict verdict;
  private double value;
  private Labels element;

  private long heldNanos;
  private long clearNanos;
  private Known before = Known.NOTHING;
  private Moment beforeAt;
  private long met;

  private enum Known {
    NOTHING,
    HELD,
    CLEAR
  }

  /// It has just begun to hold.
  AlertState(Labels labels, Labels element, Moment now) {
    this.labels = labels;
    this.element = element;
    this.activeSince = now;
    this.beforeAt = now;
    this.verdict = new Verdict.Pending(now);
  }

  /// The expression holds.
  void holds(Moment now, double latest, Labels latestElement, Duration forDuration) {
    if (before == Known.HELD) {
      heldNanos += now.nanos() - beforeAt.nanos();
    }
    before = Known.HELD;
    beforeAt = now;
    clearNanos = 0;
    value = latest;
    element = latestElement;
    verdict =
        switch (known()) {
          case Verdict.Firing firing when !firing.kept() -> firing;
          case Verdict.Firing firing -> new Verdict.Firing(firing.since(), false);
          case Verdict.Pending pending ->
              heldNanos >= forDuration.toNanos() ? new Verdict.Firing(now, false) : pending;
          case Verdict.Clear _, Verdict.Unknown _ ->
              throw new IllegalStateException("holds after " + verdict);
        };
  }

  /// The expression does not hold.
  ///
  /// @return whether the alert goes on, by `keep_firing_for`
  boolean isClear(Moment now, Duration keepFiringFor) {
    if (before == Known.CLEAR) {
      clearNanos += now.nanos() - beforeAt.nanos();
    }
    before = Known.CLEAR;
    beforeAt = now;
    if (known() instanceof Verdict.Firing firing
        && keepFiringFor.isPositive()
        && clearNanos < keepFiringFor.toNanos()) {
      verdict = firing.kept() ? firing : new Verdict.Firing(firing.since(), true);
      return true;
    }
    verdict = Verdict.Clear.INSTANCE;
    return false;
  }

  /// Nothing is known of it now.
  void isUnknown(String reason) {
    before = Known.NOTHING;
    if (!(verdict instanceof Verdict.Unknown unknown && unknown.reason().equals(reason))) {
      verdict = new Verdict.Unknown(reason, known());
    }
  }

  /// The verdict, or the one that was frozen.
  private Verdict known() {
    return verdict instanceof Verdict.Unknown(String _, Verdict frozen) ? frozen : verdict;
  }

  Labels labels() {
    return labels;
  }

  /// The result's labels, before the rule's own.
  Labels element() {
    return element;
  }

  Moment activeSince() {
    return activeSince;
  }

  Verdict verdict() {
    return verdict;
  }

  double value() {
    return value;
  }

  /// Marks it as met in an evaluation.
  void meet(long evaluation) {
    met = evaluation;
  }

  boolean metIn(long evaluation) {
    return met == evaluation;
  }
}
