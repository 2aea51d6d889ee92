package dev.lockkeeper.rule;

import dev.lockkeeper.model.SeriesId;
import java.time.Duration;

/// Takes the series that rules yield: those of recording rules, and `ALERTS` and
/// `ALERTS_FOR_STATE`. A caller uses its `SeriesId`s again and again, as of a
/// [dev.lockkeeper.model.SampleSink].
public interface Recorder {
  /// For rules whose series nobody reads.
  Recorder NONE =
      new Recorder() {
        @Override
        public void sample(SeriesId id, long epochMillis, double value, Duration staleAfter) {}

        @Override
        public void stale(SeriesId id, long epochMillis) {}
      };

  /// One sample.
  ///
  /// @param staleAfter how old it may become: three intervals of its group, and the group's offset
  void sample(SeriesId id, long epochMillis, double value, Duration staleAfter);

  /// The series has ended: nothing is seen of it from this moment on until its next sample.
  void stale(SeriesId id, long epochMillis);
}
