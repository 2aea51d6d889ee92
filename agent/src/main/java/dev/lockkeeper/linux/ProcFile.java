package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file of /proc or /sys that is read again and again: it stays open, and its bytes land in the
/// same array. The kernel makes the content anew when it is read from position 0.
///
/// One thread at a time.
final class ProcFile implements AutoCloseable {
  /// More than any file here has on the largest machines; a runaway read ends there.
  private static final int MOST_BYTES = 32 << 20;

  private final Path path;
  private final Text text;
  private final ReadBuffer buffer;
  private @Nullable FileChannel channel;

  ProcFile(Path path) {
    this(path, new ReadBuffer());
  }

  /// @param buffer shared with other files of the same thread: what was read stays until any of
  ///   them is read
  ProcFile(Path path, ReadBuffer buffer) {
    this.path = path;
    this.buffer = buffer;
    this.text = new Text(path.toString());
  }

  Path path() {
    return path;
  }

  /// The file's present content, from its first byte. It is overwritten by the next call.
  ///
  /// @throws NoSuchFileException when there is none
  /// @throws IOException with the file's name when it can't be read
  Text read() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      try {
        return read(open);
      } catch (IOException gone) {
        // A device or process that went away leaves a dead handle; its name may live again.
        close();
      }
    }
    try {
      open = FileChannel.open(path, StandardOpenOption.READ);
      channel = open;
      return read(open);
    } catch (NotDirectoryException | NoSuchFileException absent) {
      throw new NoSuchFileException(path.toString());
    } catch (FileSystemException named) {
      throw named;
    } catch (IOException failed) {
      close();
      throw new IOException(path + ": " + failed.getMessage(), failed);
    }
  }

  private Text read(FileChannel open) throws IOException {
    ByteBuffer bytes = buffer.cleared();
    while (true) {
      int count = open.read(bytes, bytes.position());
      if (count <= 0) {
        return text.of(buffer.bytes(), bytes.position());
      }
      if (!bytes.hasRemaining()) {
        if (bytes.position() >= MOST_BYTES) {
          throw new IOException("larger than " + MOST_BYTES + " bytes");
        }
        bytes = buffer.grown();
      }
    }
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException unimportant) {
        // only read from: there is nothing to lose
      }
    }
  }
}
