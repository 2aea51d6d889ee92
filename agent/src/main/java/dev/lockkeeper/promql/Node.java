package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;

/// One part of a plan. It keeps its buffers and what it worked out about labels from evaluation to
/// evaluation, so that a steady one allocates nothing; for one thread at a time.
sealed interface Node {

  @FunctionalInterface
  non-sealed interface OfScalar extends Node {
    double scalar(Evaluation evaluation);
  }

  @FunctionalInterface
  non-sealed interface OfVector extends Node {
    /// Valid until the next call.
    Vector vector(Evaluation evaluation);
  }

  non-sealed interface OfWindows extends Node {
    /// Prepares the windows of this evaluation.
    ///
    /// @return how many series there may be
    int open(Evaluation evaluation);

    SeriesId id(int index);

    /// The samples of one series, perhaps none; valid until the next call.
    SampleWindow window(int index);

    /// The beginning of all windows, exclusive: milliseconds since the Unix epoch.
    long from();

    /// The end of all windows, inclusive.
    long to();
  }

  record OfString(String value) implements Node {}
}
