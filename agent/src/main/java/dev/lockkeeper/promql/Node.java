package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import org.jspecify.annotations.Nullable;

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

    /// The same as a window that slides; null where the samples must be gone through.
    ///
    /// @param wants what is asked of it, as in [SlidingWindow]
    default @Nullable SlidingWindow sliding(int index, int wants) {
      return null;
    }

    /// Announces what will be asked for in [#sliding].
    default void want(int wants) {}

    /// The beginning of all windows, exclusive: milliseconds since the Unix epoch.
    long from();

    /// The end of all windows, inclusive.
    long to();
  }

  record OfString(String value) implements Node {}
}
