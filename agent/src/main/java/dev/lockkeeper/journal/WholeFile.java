package dev.lockkeeper.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// Files that are either as they were or as they should be, never in between: written beside and
/// renamed.
final class WholeFile {
  private WholeFile() {}

  /// Replaces a file.
  ///
  /// @param durable whether it must outlive a power cut: the file and its folder are fsynced
  static void write(Path file, byte[] content, boolean durable) throws IOException {
    makeFolder(folderOf(file));
    Path beside = file.resolveSibling(file.getFileName() + ".tmp");
    try (var channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      if (durable) {
        channel.force(true);
      }
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (durable) {
      sync(folderOf(file));
    }
  }

  static void delete(Path file, boolean durable) throws IOException {
    if (Files.deleteIfExists(file) && durable) {
      sync(folderOf(file));
    }
  }

  /// Made for this user alone where it is missing.
  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
