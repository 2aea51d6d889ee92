package dev.lockkeeper.model;

/// Takes samples, all of one moment. Implementations do not keep the call's arguments busy: a
/// caller may reuse its `SeriesId` for ever, and should, since looking it up is then cheap.
@FunctionalInterface
public interface SampleSink {
  void sample(SeriesId series, double value);
}
