package dev.lockkeeper.rule;

/// What all alerts of all rules share: how many are recorded as series, and how often one of them
/// has changed.
final class AlertCensus {
  /// An alert that is recorded is two series in the store. A storm of alerts must not crowd out
  /// what the collectors yield: those beyond this number are reported but not recorded.
  static final int MOST_RECORDED = 1_000;

  private int recorded;
  private long changes;

  /// @return whether one more alert may be recorded
  boolean admit() {
    if (recorded >= MOST_RECORDED) {
      return false;
    }
    recorded++;
    return true;
  }

  void release() {
    recorded--;
  }

  void changed() {
    changes++;
  }

  long changes() {
    return changes;
  }
}
