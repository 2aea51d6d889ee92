package dev.lockkeeper.collect;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What one run of a collector brought. The same object carries every run of its collector, so a
/// reader keeps nothing of it past the call that hands it over.
public final class CollectedBatch {
  private static final int FIRST_CAPACITY = 32;

  private final String collector;
  private @Nullable SeriesId[] series = new SeriesId[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int size;
  private Moment moment = new Moment(0, 0);
  private Outcome outcome = Outcome.NO_DATA;
  private String error = "";
  private long durationNanos;

  /// How a run ended.
  public enum Outcome {
    /// everything was read
    SUCCESS,
    /// this machine has no such source: neither a success nor a failure
    NO_DATA,
    /// the source is there and could not be read or understood
    FAILURE
  }

  CollectedBatch(String collector) {
    this.collector = collector;
  }

  void begin(Moment requested) {
    moment = requested;
    size = 0;
    error = "";
  }

  void add(SeriesId id, double value) {
    if (size == values.length) {
      series = Arrays.copyOf(series, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    series[size] = id;
    values[size++] = value;
  }

  void end(Outcome how, String why, long nanos) {
    outcome = how;
    error = why;
    durationNanos = nanos;
  }

  public String collector() {
    return collector;
  }

  /// The moment at which the run was asked for: the time of all its samples.
  public Moment moment() {
    return moment;
  }

  public Outcome outcome() {
    return outcome;
  }

  /// What went wrong or is missing; empty after a success.
  public String error() {
    return error;
  }

  public Duration duration() {
    return Duration.ofNanos(durationNanos);
  }

  /// Number of samples. A run that failed may have brought some before.
  public int size() {
    return size;
  }

  /// Hands every sample over, in the order in which it was read.
  public void forEach(SampleSink sink) {
    for (int i = 0; i < size; i++) {
      SeriesId id = series[i];
      if (id != null) {
        sink.sample(id, values[i]);
      }
    }
  }
}
