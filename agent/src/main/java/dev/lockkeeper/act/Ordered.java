package dev.lockkeeper.act;

import java.util.List;

/// What came of an operator's order.
///
/// @param accepted whether it will be done
/// @param message what will happen, or why not; for a person
/// @param incident the incident it opened or concerns; empty when none
/// @param effects to be carried out
public record Ordered(boolean accepted, String message, String incident, List<Effect> effects) {
  public Ordered {
    effects = List.copyOf(effects);
  }

  static Ordered refused(String message) {
    return new Ordered(false, message, "", List.of());
  }
}
