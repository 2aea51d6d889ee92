package dev.lockkeeper.report;

import dev.lockkeeper.model.Incident;
import java.util.List;
import java.util.Optional;

/// The latest incidents, each in its latest form.
public final class IncidentLog {
  /// Most incidents remembered; the oldest are forgotten, open ones last.
  public static final int MOST = 1_000;

  public IncidentLog() {}

  /// Takes a new incident, or an incident's new form.
  ///
  /// @return whether anything changed
  public boolean put(Incident incident) {
    throw new UnsupportedOperationException();
  }

  public Optional<Incident> find(String id) {
    throw new UnsupportedOperationException();
  }

  /// A snapshot, newest first.
  public List<Incident> newestFirst() {
    throw new UnsupportedOperationException();
  }
}
