package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The files of one process in `/proc/PID`.
final class ProcessFiles implements AutoCloseable {
  private final Path folder;
  private final Path descriptors;
  private final ProcFile statFile;
  private final ProcFile limitsFile;
  private final ProcessStat stat = new ProcessStat();

  ProcessFiles(Path folder) {
    this(folder, new ReadBuffer());
  }

  ProcessFiles(Path folder, ReadBuffer buffer) {
    this.folder = folder;
    descriptors = folder.resolve("fd");
    statFile = new ProcFile(folder.resolve("stat"), buffer);
    limitsFile = new ProcFile(folder.resolve("limits"), buffer);
  }

  Path folder() {
    return folder;
  }

  /// Reads `stat`; the same object every time.
  ///
  /// @throws IOException when the process is gone
  ProcessStat stat() throws IOException {
    stat.parse(statFile.read());
    return stat;
  }

  /// Open files and sockets.
  ///
  /// @throws IOException when the process is gone, or another user's
  double openFiles() throws IOException {
    // Since Linux 6.2 the folder's size is the number; counting its entries is slow when they are
    // many.
    long size = Files.size(descriptors);
    if (size > 0) {
      return size;
    }
    String[] entries = descriptors.toFile().list();
    if (entries == null) {
      throw new NoSuchFileException(descriptors + " can't be read");
    }
    return entries.length;
  }

  /// The soft limit of open files; infinite when there is none.
  double mostFiles() throws IOException {
    Text text = limitsFile.read();
    limitsFile.close();
    return parseMostFiles(text);
  }

  /// `Max open files 1024 524288 files`
  static double parseMostFiles(Text text) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (text.word() && text.wordIs("Max") && text.word() && text.wordIs("open")) {
        text.expectWord("files");
        text.expectWord("the soft limit");
        return text.wordIs("unlimited")
            ? Double.POSITIVE_INFINITY
            : text.wordNumber("the soft limit");
      }
    }
    throw text.malformed("the line \"Max open files\" is missing");
  }

  @Override
  public void close() {
    statFile.close();
    limitsFile.close();
  }
}
