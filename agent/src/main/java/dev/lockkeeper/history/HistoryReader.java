package dev.lockkeeper.history;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Reads history from a directory, be the agent that writes it running or not.
///
/// A block that is torn, corrupt, of an unknown version or gone by the time it is read is left out
/// and named among the [#problems]; the rest is read.
public final class HistoryReader {
  private HistoryReader() {}

  /// @param directory `history/` in the state directory; one that is missing or can't be read holds
  ///   no history, and the problems say so
  public static HistoryReader open(Path directory) {
    return new HistoryReader();
  }

  /// The time of the oldest sample, milliseconds since the Unix epoch.
  public OptionalLong oldest() {
    return OptionalLong.empty();
  }

  /// The time of the newest sample, milliseconds since the Unix epoch.
  public OptionalLong newest() {
    return OptionalLong.empty();
  }

  /// Gives all samples of `(fromExclusive, toInclusive]`, block by block, the oldest block first,
  /// series by series within a block. Buckets that an edge cuts are given whole. Reads the disk.
  public void read(long fromExclusive, long toInclusive, SeriesConsumer consumer) {}

  /// What could not be read so far, for a person; each names its file.
  public List<String> problems() {
    return List.of();
  }
}
