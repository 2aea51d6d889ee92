package dev.lockkeeper.history;

/// How history fares.
///
/// @param bytes of all blocks on disk
/// @param blocks how many there are
/// @param oldest the beginning of the oldest, milliseconds since the Unix epoch; 0 when there is
///   none
/// @param written bytes written since the start
/// @param failures times that a block could not be written
/// @param droppedSeconds seconds whose single samples had left memory before the disk took them:
///   they are there as buckets
/// @param problem why nothing is written at the moment, for a person; empty when all is well
public record HistoryStatus(
    long bytes,
    int blocks,
    long oldest,
    long written,
    long failures,
    double droppedSeconds,
    String problem) {
  public static final HistoryStatus NONE = new HistoryStatus(0, 0, 0, 0, 0, 0, "");
}
