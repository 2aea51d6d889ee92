package dev.lockkeeper.model;

import java.util.List;

/// What is to be done about one request for a remedy, and why.
public sealed interface Decision {
  RemedyRequest request();

  /// Begin now.
  record Act(RemedyRequest request) implements Decision {}

  /// Not now.
  ///
  /// @param reasons at least one, in the order of the guards
  record Hold(RemedyRequest request, List<HoldReason> reasons) implements Decision {
    public Hold {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a hold without a reason");
      }
    }
  }
}
