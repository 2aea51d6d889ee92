package dev.lockkeeper.history;

import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Reads history from a directory, be the agent that writes it running or not.
///
/// A block that is torn, corrupt or of an unknown version is left out and named among the
/// [#problems]; the rest is read. One that is gone by the time it is read had become too old.
public final class HistoryReader {
  /// no block of ours comes near
  private static final long MOST_BYTES = BlockDecoder.MOST_INFLATED;

  private final List<Block> blocks;
  private final List<String> problems = new ArrayList<>();
  private final Map<SeriesId, SeriesId> known = new HashMap<>();

  private HistoryReader(List<Block> blocks) {
    this.blocks = blocks;
  }

  /// @param directory `history/` in the state directory; one that is missing or can't be read holds
  ///   no history, and the problems say so
  public static HistoryReader open(Path directory) {
    try {
      return new HistoryReader(Block.list(directory));
    } catch (IOException e) {
      var reader = new HistoryReader(List.of());
      reader.problems.add(
          "no history in " + directory + (e instanceof NoSuchFileException ? "" : ": " + e));
      return reader;
    }
  }

  /// The time before the oldest sample, milliseconds since the Unix epoch.
  public OptionalLong oldest() {
    return blocks.stream().mapToLong(Block::from).min();
  }

  /// The time of the newest sample or a little later, milliseconds since the Unix epoch.
  public OptionalLong newest() {
    return blocks.stream().mapToLong(Block::to).max();
  }

  /// Gives all samples of `(fromExclusive, toInclusive]`, block by block, the oldest block first,
  /// series by series within a block. Buckets that an edge cuts are given whole. Reads the disk.
  public void read(long fromExclusive, long toInclusive, SeriesConsumer consumer) {
    // What was written twice, when the agent was killed while it put short blocks together, is
    // given once.
    long reached = fromExclusive;
    for (var block : blocks) {
      if (block.to() <= reached || block.from() >= toInclusive) {
        continue;
      }
      try {
        if (Files.size(block.file()) > MOST_BYTES) {
          throw new IOException("too large");
        }
        var bytes = Files.readAllBytes(block.file());
        new BlockDecoder(known).decode(bytes, reached, toInclusive, consumer);
        reached = Math.max(reached, block.to());
      } catch (NoSuchFileException _) {
        // dropped since the directory was listed
      } catch (IOException e) {
        problems.add(block.file() + ": " + e.getMessage());
      }
    }
  }

  /// What could not be read so far, for a person; each names its file.
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
