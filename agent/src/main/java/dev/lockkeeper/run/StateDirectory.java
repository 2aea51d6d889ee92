package dev.lockkeeper.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whether the state directory can be used. The agent runs without it: the disk may be just what is
/// in trouble. But it says so.
final class StateDirectory {
  private StateDirectory() {}

  /// Makes it where it is missing. Writes a file: not for the loop.
  ///
  /// @return what is wrong, for a person; empty when it can be written
  static String problem(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, ".writable", ""));
      return "";
    } catch (IOException e) {
      return "the state directory "
          + directory
          + " can't be written ("
          + Failures.text(e)
          + "): incidents, history and the last good rules are not kept, and after a reboot nothing"
          + " is known of what was under way";
    }
  }
}
