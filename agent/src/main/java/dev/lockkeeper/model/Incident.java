package dev.lockkeeper.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The whole record of one request for a remedy: what was seen, decided, done, and what came of it.
/// It reads like an explanation.
///
/// @param id short, typed by people: `web1-20261123-181530`
/// @param holds why it was held, latest answer of the guards; empty once it acted
/// @param steps what happened, oldest first
/// @param endedAt null while it is open
public record Incident(
    String id,
    RemedyRequest request,
    Instant startedAt,
    List<HoldReason> holds,
    List<Step> steps,
    Outcome outcome,
    @Nullable Instant endedAt) {
  public Incident {
    holds = List.copyOf(holds);
    steps = List.copyOf(steps);
  }

  /// @param state the state it was in, or entered
  /// @param text a sentence: what was done or seen, with figures
  public record Step(Instant at, RemediationState state, String text) {}

  public enum Outcome {
    /// still under way
    OPEN,
    /// nothing was done
    HELD,
    /// the condition went away before anything was done
    CLEARED,
    /// the condition stayed away for the watch time
    CURED,
    /// the condition came back
    RELAPSED,
    /// put back without having been restarted
    GAVE_UP,
    /// it did not come up; out of traffic until a person says `ready`
    HELD_OUT,
    /// done as an operator asked
    DONE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
