package dev.lockkeeper.service.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file in which a main process has written its process id, and whether that is still the same
/// process: numbers are used again.
final class PidFile {
  /// The kernel's clock ticks of 10 ms, a coarse file time, and a little drift.
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Path file;
  private final ProcTable processes;
  private @Nullable Seen seen;

  /// A process that was found good, by the file as it was then.
  private record Seen(RunningProcess process, FileTime written) {}

  PidFile(Path file, ProcTable processes) {
    this.file = file;
    this.processes = processes;
  }

  /// The living main process. Empty when there is no file, it is empty (being written), names no
  /// living process, or names one that is younger than the file: the number was given to another.
  ///
  /// @throws IOException when the file can't be read, or holds something else than a number
  Optional<RunningProcess> process() throws IOException {
    String text;
    FileTime written;
    try {
      text = Files.readString(file).strip();
      written = Files.getLastModifiedTime(file);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String number = text.lines().findFirst().orElse("").strip();
    if (!number.matches("[0-9]{1,10}") || Long.parseLong(number) <= 1) {
      throw new IOException("the pid file " + file + " holds no process id");
    }
    Optional<RunningProcess> found = processes.running(Long.parseLong(number));
    if (found.isEmpty() || !same(found.get(), written)) {
      return Optional.empty();
    }
    seen = new Seen(found.get(), written);
    return found;
  }

  private synchronized boolean same(RunningProcess process, FileTime written) throws IOException {
    Seen before = seen;
    if (before != null
        && before.written().equals(written)
        && before.process().pid() == process.pid()) {
      // no clock needed: the same file as when its process was known
      return before.process().equals(process);
    }
    Duration fileAge = Duration.between(written.toInstant(), Instant.now());
    return processes.age(process).plus(TOLERANCE).compareTo(fileAge) >= 0;
  }
}
