package dev.lockkeeper.run;

import dev.lockkeeper.history.HistoryReader;
import dev.lockkeeper.history.SeriesConsumer;
import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.rule.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the agent itself recorded on disk. It was there when it said how its collectors fared,
/// which it does with every tick.
final class HistoryRecording implements Recording {
  /// The agent's own series of every tick.
  private static final String PRESENCE = "lockkeeper_collector_success";

  /// How many ticks may be missing before nothing counts as recorded.
  private static final int MISSED_TICKS = 3;

  /// What a tick takes at the most, and single samples' clocks beside it.
  private static final long SLACK_MILLIS = 500;

  private final Path directory;
  private final HistoryReader reader;

  /// the last moment at which the agent was there; before the first read that is not known
  private @Nullable Long present;

  private HistoryRecording(Path directory, HistoryReader reader) {
    this.directory = directory;
    this.reader = reader;
  }

  /// @throws IOException when there is none, with a message for a person
  static HistoryRecording open(Path directory) throws IOException {
    var reader = HistoryReader.open(directory);
    if (reader.newest().isEmpty()) {
      throw new IOException(
          directory
              + " holds no history"
              + (reader.problems().isEmpty() ? "" : ": " + reader.problems().getFirst()));
    }
    return new HistoryRecording(directory, reader);
  }

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public @Nullable Duration lookBack() {
    return null;
  }

  /// What could not be read, for a person.
  List<String> problems() {
    return reader.problems();
  }

  @Override
  public void read(Wanted wanted, long fromExclusive, long toInclusive, Sink sink)
      throws IOException {
    // from when the agent was there → until when
    var there = new TreeMap<Long, Long>();
    reader.read(
        fromExclusive,
        toInclusive,
        new SeriesConsumer() {
          @Override
          public void take(SeriesId series, Duration staleAfter, SampleWindow samples) {
            boolean presence = series.metric().equals(PRESENCE);
            boolean read = wanted.matches().test(series);
            for (int i = 0; i < samples.size(); i++) {
              if (presence && !Staleness.isMarker(samples.value(i))) {
                there.merge(samples.firstTime(i), samples.time(i), Math::max);
              }
              if (read) {
                give(series, samples, i, sink);
              }
            }
          }

          @Override
          public boolean wants(SeriesId series) {
            return series.metric().equals(PRESENCE) || wanted.matches().test(series);
          }
        });
    gaps(there, fromExclusive, toInclusive, sink);
  }

  private static void give(SeriesId series, SampleWindow samples, int index, Sink sink) {
    if (samples.count(index) == 1) {
      sink.sample(series, samples.time(index), samples.value(index));
    } else {
      var bucket = new Bucket();
      samples.bucket(index, bucket);
      sink.bucket(series, bucket);
    }
  }

  private void gaps(Map<Long, Long> there, long from, long to, Sink sink) {
    long interval = interval(there);
    long most = MISSED_TICKS * interval + SLACK_MILLIS;
    long last = present == null ? from : present;
    for (var stretch : there.entrySet()) {
      if (stretch.getKey() - last > most) {
        sink.gap(Math.max(from, last), stretch.getKey() - 1);
      }
      last = Math.max(last, stretch.getValue());
    }
    if (to - last > most) {
      sink.gap(Math.max(from, last), to);
    }
    present = last;
  }

  /// What usually lies between two ticks, in milliseconds; of buckets, between the last sample of
  /// one and the first of the next.
  private static long interval(Map<Long, Long> there) {
    long[] steps = new long[Math.max(0, there.size() - 1)];
    int n = 0;
    Long before = null;
    for (var stretch : there.entrySet()) {
      if (before != null) {
        steps[n++] = stretch.getKey() - before;
      }
      before = stretch.getValue();
    }
    java.util.Arrays.sort(steps);
    return steps.length == 0 ? 1000 : Math.max(1, steps[steps.length / 2]);
  }
}
