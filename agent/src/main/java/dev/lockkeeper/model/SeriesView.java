package dev.lockkeeper.model;

import java.util.List;

/// How series are read: by rules on the loop's thread, and by queries on any other while the loop
/// writes. What it answers is always whole samples, never a torn one; two calls may see different
/// moments.
public interface SeriesView {

  /// A number that changes whenever a series comes or goes: while it is the same, a caller may keep
  /// what it looked up.
  long generation();

  /// The series of one metric name, in the order in which they came. The same list object,
  /// unchanged, until a series of that name comes or goes.
  List<Series> named(String metric);

  /// Every series.
  List<Series> all();

  /// One series' samples of the time that is kept.
  interface Series {
    SeriesId id();

    /// The latest value at or before a moment; [Staleness#MARKER] when there is none, when it is
    /// older than the series' collector lets it become, or when the series was marked stale.
    double valueAt(long epochMillis);

    /// The time of the sample that [#valueAt] gives, milliseconds since the Unix epoch; only
    /// meaningful where that is not stale.
    long timeAt(long epochMillis);

    /// Since when it is there sample by sample, exclusive, milliseconds since the Unix epoch: what
    /// was read behind this moment is read again unchanged, and new samples come behind all that
    /// are there. It never goes back while this object is the series. [Long#MAX_VALUE] where
    /// nothing is promised.
    default long wholeSince() {
      return Long.MAX_VALUE;
    }

    /// Puts the samples of `(fromExclusive, toInclusive]`, oldest first and without staleness
    /// markers, into `window`, replacing what it held. Times are milliseconds since the Unix epoch.
    void read(long fromExclusive, long toInclusive, SampleWindow window);
  }
}
