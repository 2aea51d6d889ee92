package dev.lockkeeper.config;

import java.util.List;

/// The keys that a mapping may have.
///
/// @param known in the order in which a message lists them
/// @param later what a later version will know: refused by name, never ignored
record Keys(List<String> known, List<String> later) {
  Keys {
    known = List.copyOf(known);
    later = List.copyOf(later);
  }

  static Keys of(String... known) {
    return new Keys(List.of(known), List.of());
  }

  Keys later(String... names) {
    return new Keys(known, List.of(names));
  }
}
