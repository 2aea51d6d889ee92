package dev.lockkeeper.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The kill switch: a file `pause` in the runtime or the state directory, whoever put it there; its
/// text is the reason. Reads and writes files: not for the loop.
public final class PauseFile {
  /// Bytes of it that are read.
  private static final int LONGEST_REASON = 1024;

  private final List<Path> files;

  /// Reads nothing yet.
  public PauseFile(Path runtime, Path state) {
    this.files = List.of(runtime.resolve("pause"), state.resolve("pause"));
  }

  /// Why it is on, empty text included; empty when it is off. A file that can't be read counts as
  /// on: its presence is what matters.
  public Optional<String> reason() {
    for (Path file : files) {
      try (var text = Files.newInputStream(file)) {
        return Optional.of(
            new String(text.readNBytes(LONGEST_REASON), StandardCharsets.UTF_8).strip());
      } catch (NoSuchFileException off) {
        // not this one
      } catch (IOException e) {
        if (Files.exists(file)) {
          return Optional.of("%s is there but can't be read".formatted(file));
        }
      }
    }
    return Optional.empty();
  }

  /// Switches it on in both directories: the one survives a reboot, the other a frozen disk.
  ///
  /// @throws IOException when neither could be written
  public void pause(String why) throws IOException {
    IOException failure = null;
    int written = 0;
    for (Path file : files) {
      try {
        WholeFile.write(file, (why.strip() + "\n").getBytes(StandardCharsets.UTF_8), true);
        written++;
      } catch (IOException e) {
        failure = e;
      }
    }
    if (written == 0 && failure != null) {
      throw failure;
    }
  }

  /// Switches it off in both.
  ///
  /// @throws IOException when either is still there
  public void resume() throws IOException {
    for (Path file : files) {
      WholeFile.delete(file, false);
    }
  }
}
