package dev.lockkeeper.history;

import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// The blocks on disk, held within their bounds. For the history's thread: every call may block on
/// the disk.
final class HistoryFolder {
  private static final long BUCKET_MILLIS = 15_000;

  private final HistorySettings settings;
  private final List<Block> blocks = new ArrayList<>();
  private boolean opened;

  HistoryFolder(HistorySettings settings) {
    this.settings = settings;
  }

  /// Makes the directory and sees what is in it, once.
  void open() throws IOException {
    if (opened) {
      return;
    }
    var directory = settings.directory();
    Files.createDirectories(directory);
    try (var left = Files.newDirectoryStream(directory, "*" + Block.UNFINISHED)) {
      for (var file : left) {
        Files.delete(file);
      }
    }
    blocks.clear();
    blocks.addAll(Block.list(directory));
    opened = true;
  }

  List<Block> blocks() {
    return blocks;
  }

  long bytes() {
    return blocks.stream().mapToLong(Block::bytes).sum();
  }

  /// Adds a block; those that it replaces go.
  ///
  /// @param now wall time, milliseconds since the Unix epoch
  Block add(long from, long to, byte[] bytes, List<Block> replaced, long now) throws IOException {
    try {
      open();
      drop(now);
      makeRoom(bytes.length);
      var block = write(from, to, Block.Detail.SAMPLES, bytes);
      blocks.add(block);
      for (var before : replaced) {
        remove(before);
      }
      return block;
    } catch (IOException e) {
      // somebody may have taken the directory away: look again
      opened = false;
      throw e;
    }
  }

  /// One write, then the name: a block is whole, or it is not there. Nothing is forced to the disk.
  private Block write(long from, long to, Block.Detail detail, byte[] bytes) throws IOException {
    var file = settings.directory().resolve(Block.name(from, to, detail));
    var unfinished = settings.directory().resolve(file.getFileName() + Block.UNFINISHED);
    try {
      Files.write(unfinished, bytes);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    return new Block(file, from, to, detail, bytes.length);
  }

  private void remove(Block block) throws IOException {
    Files.deleteIfExists(block.file());
    blocks.remove(block);
  }

  private void drop(long now) throws IOException {
    for (var block : List.copyOf(blocks)) {
      if (block.to() < now - settings.keep().toMillis()) {
        remove(block);
      }
    }
  }

  /// The oldest samples become buckets while samples have more than half of the room; else the
  /// oldest block goes.
  private void makeRoom(long wanted) throws IOException {
    while (!blocks.isEmpty()) {
      var oldestSamples =
          blocks.stream().filter(block -> block.detail() == Block.Detail.SAMPLES).findFirst();
      // a block that becomes coarser is there twice for a moment
      long reserve = oldestSamples.map(Block::bytes).orElse(0L) / 2;
      if (bytes() + wanted + reserve <= settings.atMostBytes()) {
        return;
      }
      long samples =
          blocks.stream()
              .filter(block -> block.detail() == Block.Detail.SAMPLES)
              .mapToLong(Block::bytes)
              .sum();
      if (oldestSamples.isEmpty() || samples <= settings.atMostBytes() / 2) {
        remove(blocks.getFirst());
      } else {
        coarsen(oldestSamples.get());
      }
    }
  }

  private void coarsen(Block block) throws IOException {
    byte[] coarse;
    try {
      coarse = coarse(Files.readAllBytes(block.file()), block);
    } catch (IOException _) {
      // it can't be read, by nobody: what is behind it still can
      remove(block);
      return;
    }
    if (coarse.length >= block.bytes()) {
      remove(block);
      return;
    }
    var written = write(block.from(), block.to(), Block.Detail.BUCKETS, coarse);
    int at = blocks.indexOf(block);
    remove(block);
    blocks.add(at, written);
  }

  private static byte[] coarse(byte[] bytes, Block block) throws IOException {
    var encoder = new BlockEncoder(block.from(), block.to());
    var out = new SampleWindow();
    new BlockDecoder(new HashMap<SeriesId, SeriesId>())
        .decode(
            bytes,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            (series, staleAfter, samples) -> {
              coarse(samples, out);
              encoder.add(series, staleAfter.toMillis(), out);
            });
    return encoder.finish();
  }

  /// Sums samples up in buckets, `(n × 15 s, (n + 1) × 15 s]` each.
  static void coarse(SampleWindow samples, SampleWindow out) {
    out.clear();
    var open = new Bucket();
    var next = new Bucket();
    long cell = Long.MIN_VALUE;
    for (int i = 0; i < samples.size(); i++) {
      if (Staleness.isMarker(samples.value(i))) {
        close(open, out);
        out.add(samples.time(i), Staleness.MARKER);
        continue;
      }
      long cellOf = Math.floorDiv(samples.time(i) - 1, BUCKET_MILLIS);
      if (cellOf != cell) {
        close(open, out);
        cell = cellOf;
      }
      samples.bucket(i, next);
      open.add(next);
    }
    close(open, out);
  }

  private static void close(Bucket open, SampleWindow out) {
    if (!open.isEmpty()) {
      out.add(open);
      open.clear();
    }
  }
}
