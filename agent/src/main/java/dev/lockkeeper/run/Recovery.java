package dev.lockkeeper.run;

import dev.lockkeeper.config.Directories;
import dev.lockkeeper.journal.FileJournal;
import java.io.IOException;
import java.io.PrintStream;

/// Finishes or undoes what a former process left half done, and nothing else: for a start that
/// fails: its configuration is broken, or its port is taken.
final class Recovery {
  private Recovery() {}

  /// @return the exit status: 1, since the start failed
  static int finish(FileJournal journal, Directories directories, String version, PrintStream err)
      throws IOException, InterruptedException {
    var open = journal.open();
    if (open.isEmpty()) {
      return 1;
    }
    for (var entry : open) {
      err.println(
          "lockkeeper: a former process left "
              + entry.service()
              + " "
              + entry.state().text()
              + ": finishing that before giving up");
    }
    try (var supervision = Supervision.ofRecovery(directories, journal, version)) {
      supervision.start();
      supervision.ended().await();
    }
    return 1;
  }
}
