package dev.lockkeeper.report;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SeriesId;

/// Everything that `/metrics` shows, at one moment.
///
/// Implementations answer from memory, on the caller's thread, and hold no lock that the loop needs
/// while they call the visitor: it writes to a network peer that may be slow.
public interface Exposition {

  /// Calls the visitor for each family that has at least one series now. Families come in ascending
  /// order of their names; all samples of a family come right after it.
  void visit(Visitor visitor);

  interface Visitor {
    void family(MetricFamily family);

    /// One sample of the latest family.
    ///
    /// @param series its metric name is the family's or, in a histogram, the family's with
    ///   `_bucket`, `_sum` or `_count`
    void sample(SeriesId series, double value);
  }
}
