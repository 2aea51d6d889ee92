package dev.lockkeeper.report;

import dev.lockkeeper.model.Incident;
import java.util.List;

/// Where incidents outlive the process.
public interface IncidentStore extends AutoCloseable {
  /// All that can still be read, oldest first, each in its latest form. Reads files: at start only.
  List<Incident> load();

  /// Keeps an incident's present form. Never waits: it may be called on the loop.
  void keep(Incident incident);

  /// Records that were not kept, because the disk is too slow or refuses.
  long dropped();

  /// What is wrong; empty when nothing is.
  String problem();

  /// Writes what waits, for at most a second.
  @Override
  void close();
}
