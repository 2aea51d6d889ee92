package dev.lockkeeper.act;

import java.io.IOException;
import java.util.List;

/// Where remediations are written down before each side effect.
public interface Journal {
  /// Writes to the runtime and the state directory; returns when a reader after a crash of this
  /// process would find it. An entry that is [JournalEntry#closed] ends its service's record.
  ///
  /// @throws IOException when neither of both took it
  void write(JournalEntry entry) throws IOException;

  /// The latest entry of each service whose latest entry is not closed.
  ///
  /// @throws IOException when neither directory can be read
  List<JournalEntry> open() throws IOException;
}
