package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.collect.NoDataException;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A collector that reads one file. Reading is here, understanding in [#parse].
abstract class FileCollector implements Collector {
  private final String name;
  private final ProcFile file;

  FileCollector(String name, Path path) {
    this.name = name;
    this.file = new ProcFile(path);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    parse(read(file), sink);
  }

  /// Understands the file's content.
  ///
  /// @throws IOException with file and line when it is not what the kernel writes
  abstract void parse(Text text, SampleSink sink) throws IOException;

  /// Reads a file whose absence means that this machine does not have such a thing.
  static Text read(ProcFile file) throws IOException {
    try {
      return file.read();
    } catch (NoSuchFileException absent) {
      throw new NoDataException(file.path() + " does not exist");
    }
  }
}
