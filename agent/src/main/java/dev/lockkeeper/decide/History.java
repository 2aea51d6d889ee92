package dev.lockkeeper.decide;

import dev.lockkeeper.model.PastRemediation;
import java.time.Instant;
import java.util.List;

/// Past remediations, oldest first; a value to be kept over restarts of the agent.
@SuppressWarnings("DoNotCallSuggester")
public record History(List<PastRemediation> past) {
  public static final History EMPTY = new History(List.of());

  public History {
    past = List.copyOf(past);
  }

  /// Adds one, or replaces the record of the same incident; forgets what no guard asks for.
  public History with(PastRemediation one, Instant now) {
    throw new UnsupportedOperationException();
  }
}
