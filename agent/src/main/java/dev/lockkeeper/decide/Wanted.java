package dev.lockkeeper.decide;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.RemedyRequest;
import java.util.List;

/// A remedy that a rule asks for.
///
/// @param unknown why it is not known whether it still asks; empty when it is
@SuppressWarnings("DoNotCallSuggester")
public record Wanted(RemedyRequest request, String unknown) {

  /// What firing alerts ask for, longest first; those that were firing and are unknown now as well.
  public static List<Wanted> of(List<Alert> alerts) {
    throw new UnsupportedOperationException();
  }
}
