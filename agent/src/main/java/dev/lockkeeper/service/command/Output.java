package dev.lockkeeper.service.command;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The file that a program's output goes to. Not a pipe: a server that it leaves behind would hold
/// the pipe open, and lose its output with the agent's end.
final class Output {
  /// Bytes of it that a message shows.
  private static final int LAST_WORDS = 1024;

  private final Path file;

  Output(Path file) {
    this.file = file;
  }

  /// Empty, for the next program.
  Path emptied() throws IOException {
    Files.createDirectories(
        file.toAbsolutePath().getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.deleteIfExists(file);
    return Files.createFile(file);
  }

  /// The end of it, in one line.
  String lastWords() {
    try (var reader = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, reader.length() - LAST_WORDS);
      byte[] end = new byte[(int) (reader.length() - from)];
      reader.seek(from);
      reader.readFully(end);
      return new String(end, StandardCharsets.UTF_8).strip().replaceAll("\\R+", " | ");
    } catch (IOException none) {
      return "";
    }
  }
}
