package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Verdict;
import dev.lockkeeper.rule.SavedAlerts.SavedAlert;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one alerting rule stands for one label set.
///
/// What counts towards `for` is time between two evaluations in a row that both knew the expression
/// to hold; towards `keep_firing_for`, between two that knew it not to. Time of which nothing is
/// known counts for neither, nor does the time between two processes.
final class AlertState {
  private final Labels labels;
  private final Moment activeSince;
  private Verdict verdict;
  private double value;
  private SeriesId element;
  private Map<String, String> annotations = Map.of();
  private boolean annotated;

  private long heldNanos;
  private long clearNanos;
  private Known before = Known.NOTHING;
  private Moment beforeAt;
  private long met;

  /// when it was taken over from a former process, and since then not met; else null
  private @Nullable Moment restoredAt;

  private final @Nullable AlertSeries series;
  private @Nullable Alert reported;

  private enum Known {
    NOTHING,
    HELD,
    CLEAR
  }

  /// It has just begun to hold.
  ///
  /// @param series null: it is not recorded
  AlertState(Labels labels, SeriesId element, @Nullable AlertSeries series, Moment now) {
    this.labels = labels;
    this.element = element;
    this.series = series;
    this.activeSince = now;
    this.beforeAt = now;
    this.verdict = new Verdict.Pending(now);
  }

  /// As a former process has left it. Until an evaluation meets it, nothing is known of it.
  AlertState(SavedAlert saved, @Nullable AlertSeries series, Moment now) {
    this.labels = saved.labels();
    this.element = new SeriesId("", saved.element());
    this.series = series;
    this.activeSince = earlier(now, saved.activeSince());
    this.beforeAt = now;
    this.value = saved.value();
    this.heldNanos = Duration.ofMillis(saved.held()).toNanos();
    this.clearNanos = Duration.ofMillis(saved.clear()).toNanos();
    this.restoredAt = now;
    this.verdict =
        new Verdict.Unknown(
            "not evaluated since the restart",
            saved.firingSince() > 0
                ? new Verdict.Firing(earlier(now, saved.firingSince()), saved.kept())
                : new Verdict.Pending(activeSince));
  }

  /// A moment of wall time in the past, on this process' clocks.
  private static Moment earlier(Moment now, long epochMillis) {
    long before = Math.max(0, now.epochMillis() - epochMillis);
    return new Moment(now.epochMillis() - before, now.nanos() - before * 1_000_000);
  }

  /// The expression holds.
  void holds(Moment now, double latest, SeriesId latestElement, Duration forDuration) {
    restoredAt = null;
    if (before == Known.HELD) {
      heldNanos += now.nanos() - beforeAt.nanos();
    }
    before = Known.HELD;
    beforeAt = now;
    clearNanos = 0;
    if (Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(latest)) {
      value = latest;
      reported = null;
    }
    element = latestElement;
    become(
        switch (known()) {
          case Verdict.Firing firing when !firing.kept() -> firing;
          case Verdict.Firing firing -> new Verdict.Firing(firing.since(), false);
          case Verdict.Pending pending ->
              heldNanos >= forDuration.toNanos() ? new Verdict.Firing(now, false) : pending;
          case Verdict.Clear _, Verdict.Unknown _ ->
              throw new IllegalStateException("holds after " + verdict);
        });
  }

  /// The expression does not hold.
  ///
  /// @return whether the alert goes on, by `keep_firing_for`
  boolean isClear(Moment now, Duration keepFiringFor) {
    restoredAt = null;
    if (before == Known.CLEAR) {
      clearNanos += now.nanos() - beforeAt.nanos();
    }
    before = Known.CLEAR;
    beforeAt = now;
    if (known() instanceof Verdict.Firing firing
        && keepFiringFor.isPositive()
        && clearNanos < keepFiringFor.toNanos()) {
      become(firing.kept() ? firing : new Verdict.Firing(firing.since(), true));
      return true;
    }
    become(Verdict.Clear.INSTANCE);
    return false;
  }

  /// Nothing is known of it now.
  void isUnknown(String reason) {
    before = Known.NOTHING;
    if (!(verdict instanceof Verdict.Unknown unknown && unknown.reason().equals(reason))) {
      become(new Verdict.Unknown(reason, known()));
    }
  }

  @SuppressWarnings("ReferenceEquality") // an equal one is as good: it is only built anew
  private void become(Verdict next) {
    if (next != verdict) {
      verdict = next;
      reported = null;
    }
  }

  /// The verdict, or the one that was frozen.
  Verdict known() {
    return verdict instanceof Verdict.Unknown(String _, Verdict frozen) ? frozen : verdict;
  }

  /// Whether it was taken over from a former process, less than so long ago, and not met since: its
  /// series may not be back yet.
  boolean awaited(Moment now, Duration patience) {
    return restoredAt != null && !now.reached(restoredAt, patience);
  }

  Labels labels() {
    return labels;
  }

  /// The result's name and labels, before the rule's own.
  SeriesId element() {
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

  @Nullable AlertSeries series() {
    return series;
  }

  /// Whether its annotations have been filled in.
  boolean annotated() {
    return annotated;
  }

  Map<String, String> annotations() {
    return annotations;
  }

  void annotate(Map<String, String> texts) {
    annotated = true;
    if (!texts.equals(annotations)) {
      annotations = texts;
      reported = null;
    }
  }

  /// The same state under a new load of its rule, whose texts may be others.
  AlertState underNewRule() {
    annotated = false;
    reported = null;
    return this;
  }

  /// What was last reported of it; null when that has changed since.
  @Nullable Alert reported() {
    return reported;
  }

  Alert reported(Alert alert) {
    reported = alert;
    return alert;
  }

  /// Marks it as met in an evaluation.
  void meet(long evaluation) {
    met = evaluation;
  }

  boolean metIn(long evaluation) {
    return met == evaluation;
  }

  SavedAlert saved(String rule) {
    var firing = known() instanceof Verdict.Firing known ? known : null;
    return new SavedAlert(
        rule,
        labels,
        element.labels(),
        value,
        activeSince.epochMillis(),
        firing == null ? 0 : firing.since().epochMillis(),
        firing != null && firing.kept(),
        heldNanos / 1_000_000,
        clearNanos / 1_000_000);
  }
}
