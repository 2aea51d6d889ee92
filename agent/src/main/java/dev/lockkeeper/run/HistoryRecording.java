package dev.lockkeeper.run;

import dev.lockkeeper.history.HistoryReader;
import dev.lockkeeper.rule.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the agent itself recorded on disk.
final class HistoryRecording implements Recording {
  private final Path directory;
  private final HistoryReader reader;

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

  @Override
  public void read(Wanted wanted, long fromExclusive, long toInclusive, Sink sink)
      throws IOException {
    reader.read(
        fromExclusive,
        toInclusive,
        (series, staleAfter, samples) -> {
          if (wanted.matches().test(series)) {
            sink.stretch(series, staleAfter, samples);
          }
        });
  }
}
