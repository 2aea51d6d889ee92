package dev.lockkeeper.rule;

import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Samples of the past, as some store kept them: what a backtest runs on.
public interface Recording {
  /// Where they are from, for people: `http://localhost:9090`.
  String name();

  /// How long a series' latest sample counts; null: three of the series' own intervals, as the
  /// agent does.
  @Nullable Duration lookBack();

  /// Gives every sample of `(fromExclusive, toInclusive]` of what is wanted; of each series oldest
  /// first, series in any order. Times are milliseconds since the Unix epoch.
  ///
  /// @throws IOException when it can't be read; the message says why and what would help
  void read(Wanted wanted, long fromExclusive, long toInclusive, Sink sink) throws IOException;

  /// What rules read, said in two ways: a recording uses the one that suits it.
  ///
  /// @param selectors as PromQL writes them: `up{job="web"}`
  /// @param matches whether one of the selectors matches a series
  record Wanted(List<String> selectors, Predicate<SeriesId> matches) {
    public Wanted {
      selectors = List.copyOf(selectors);
    }
  }

  /// Takes what is read.
  interface Sink {
    /// @param value [dev.lockkeeper.model.Staleness#MARKER] where the series ended
    void sample(SeriesId series, long epochMillis, double value);

    /// @param bucket of samples later than those of the series that came before
    void bucket(SeriesId series, Bucket bucket);

    /// Nothing at all was recorded from one moment to another: nobody was there to do it.
    void gap(long fromExclusive, long toInclusive);
  }
}
