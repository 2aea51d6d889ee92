package dev.lockkeeper.rule;

import dev.lockkeeper.model.SeriesId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Ends series that were not renewed for three of their own intervals, as the agent's store does;
/// the interval is what usually lay between a series' latest samples.
final class OwnIntervals {
  private static final int REMEMBERED = 5;
  private static final int STALE_INTERVALS = 3;

  /// of a series that has but one sample: one of the slowest collectors may yield it
  private static final long UNKNOWN_MILLIS = 60_000;

  private static final class Rhythm {
    private final long[] gaps = new long[REMEMBERED];
    private int known;
    private long last;
    private long staleAt;

    void renew(long time) {
      if (last > 0) {
        gaps[known++ % REMEMBERED] = time - last;
      }
      last = time;
      staleAt = time + STALE_INTERVALS * usual();
    }

    private long usual() {
      if (known == 0) {
        return UNKNOWN_MILLIS;
      }
      var sorted = Arrays.copyOf(gaps, Math.min(known, REMEMBERED));
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }
  }

  private final PlainSeries series;
  private final Map<SeriesId, Rhythm> rhythms = new HashMap<>();

  OwnIntervals(PlainSeries series) {
    this.series = series;
  }

  /// A sample is about to be added.
  void before(SeriesId id, long epochMillis) {
    var rhythm = rhythms.computeIfAbsent(id, _ -> new Rhythm());
    if (epochMillis > rhythm.last) {
      if (rhythm.known > 0 && epochMillis > rhythm.staleAt) {
        series.markStale(id, rhythm.staleAt);
      }
      rhythm.renew(epochMillis);
    }
  }

  /// All samples up to a moment are there.
  void upTo(long epochMillis) {
    rhythms.forEach((id, rhythm) -> {
      if (rhythm.staleAt <= epochMillis) {
        series.markStale(id, rhythm.staleAt);
      }
    });
  }
}
