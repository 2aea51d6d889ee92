package dev.lockkeeper.rule;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Verdict;

/// The series that one alert is recorded in, as in Prometheus: `ALERTS`, 1 while it is pending or
/// fires, and `ALERTS_FOR_STATE`, since when it is active in seconds since the Unix epoch.
record AlertSeries(SeriesId pending, SeriesId firing, SeriesId active) {
  static final String ALERTS = "ALERTS";
  static final String ALERTS_FOR_STATE = "ALERTS_FOR_STATE";

  static AlertSeries of(Labels labels) {
    return new AlertSeries(
        new SeriesId(ALERTS, labels.with("alertstate", "pending")),
        new SeriesId(ALERTS, labels.with("alertstate", "firing")),
        new SeriesId(ALERTS_FOR_STATE, labels));
  }

  SeriesId of(Verdict known) {
    return known.firing() ? firing : pending;
  }
}
