package dev.lockkeeper.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One file of history, by its name: `FROM-TO.samples` or `FROM-TO.buckets`.
///
/// @param from the time before its oldest sample, milliseconds since the Unix epoch
/// @param to the time of its newest sample, or later
/// @param detail what it keeps
/// @param bytes its length
record Block(Path file, long from, long to, Detail detail, long bytes) {
  private static final Pattern NAME = Pattern.compile("(\\d{1,15})-(\\d{1,15})\\.([a-z]+)");

  static final String UNFINISHED = ".unfinished";

  enum Detail {
    /// everything as it was in memory: every sample, as a rule
    SAMPLES("samples"),
    /// buckets of 15 seconds
    BUCKETS("buckets");

    private final String extension;

    Detail(String extension) {
      this.extension = extension;
    }
  }

  static String name(long from, long to, Detail detail) {
    return from + "-" + to + "." + detail.extension;
  }

  static Optional<Block> of(Path file) {
    var matcher = NAME.matcher(String.valueOf(file.getFileName()));
    if (matcher.matches()) {
      for (var detail : Detail.values()) {
        if (detail.extension.equals(matcher.group(3))) {
          long from = Long.parseLong(matcher.group(1));
          long to = Long.parseLong(matcher.group(2));
          return from > to
              ? Optional.empty()
              : Optional.of(new Block(file, from, to, detail, file.toFile().length()));
        }
      }
    }
    return Optional.empty();
  }

  /// The blocks in a directory, the oldest first; of those that begin together the longest first.
  static List<Block> list(Path directory) throws IOException {
    var blocks = new ArrayList<Block>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        of(file).ifPresent(blocks::add);
      }
    }
    blocks.sort(
        Comparator.comparingLong(Block::from)
            .thenComparing(Comparator.comparingLong(Block::to).reversed())
            .thenComparing(Block::detail));
    return blocks;
  }
}
