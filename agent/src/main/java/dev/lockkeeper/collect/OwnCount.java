package dev.lockkeeper.collect;

import java.util.OptionalLong;

/// A collector that asks a server for its own figures, and so learns how many requests it has in
/// flight.
public interface OwnCount extends Collector {
  /// Requests in flight at the latest answer, without the one that asked; empty when the latest
  /// attempt failed. Any thread may ask.
  OptionalLong inFlight();
}
