package dev.lockkeeper.collect;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// One source of samples. Called by one thread at a time, never again before it has returned.
public interface Collector {
  /// As the `collector` label shows it: `diskstats`.
  String name();

  /// Everything it can yield, whether present on this machine or not.
  List<MetricFamily> catalogue();

  /// Reads the source once.
  ///
  /// @throws NoDataException when this machine has no such source: not a failure
  /// @throws IOException when the source is there and can't be read or understood; samples that it
  ///   gave before are good all the same
  void collect(Moment now, SampleSink sink) throws IOException;

  /// Labels that all its series carry, such as `{service="web1"}` where it reads one service.
  default Labels labels() {
    return Labels.NONE;
  }

  /// Time between two runs.
  default Duration interval() {
    return Duration.ofSeconds(1);
  }

  /// After this long a run counts as stuck.
  default Duration deadline() {
    return Duration.ofMillis(500);
  }

  /// Whether a run can hang in the kernel (a dead mount, a socket): it then gets a thread of its
  /// own from the start.
  default boolean mayHang() {
    return false;
  }
}
