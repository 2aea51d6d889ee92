package dev.lockkeeper.decide;

import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.Moment;
import java.util.List;

/// Puts every wanted remedy before the guards. Remembers only what was asked of operators, and is
/// for the loop's thread alone.
@SuppressWarnings("DoNotCallSuggester")
public final class Decider {

  /// One decision for each of `wanted`, in its order; at most one of them acts.
  public List<Decision> decide(List<Wanted> wanted, GuardInput input, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// An operator approves. The condition and all guards are checked again with the next decision.
  ///
  /// @param incident the id that the question named
  /// @return a sentence for the operator, and whether the question stood
  public Approved approve(String incident, Moment now) {
    throw new UnsupportedOperationException();
  }

  public record Approved(boolean accepted, String message) {}
}
