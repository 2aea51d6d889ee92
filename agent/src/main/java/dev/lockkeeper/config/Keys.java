package dev.lockkeeper.config;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The keys that a mapping may have.
///
/// @param all in the order in which a message lists them
/// @param later what a later version will know: refused by name, never ignored
/// @param oneOf of which exactly one must be there; empty: no such demand
/// @param open whether other keys may stand beside them
record Keys(List<Key> all, List<String> later, List<String> oneOf, boolean open) {
  static final Keys NONE = of(new Key[0]);

  Keys {
    all = List.copyOf(all);
    later = List.copyOf(later);
    oneOf = List.copyOf(oneOf);
  }

  static Keys of(Key... keys) {
    return new Keys(List.of(keys), List.of(), List.of(), false);
  }

  static Keys of(String... names) {
    return of(Arrays.stream(names).map(Key::plain).toArray(Key[]::new));
  }

  Keys later(String... names) {
    return new Keys(all, List.of(names), oneOf, open);
  }

  Keys exactlyOneOf(String... names) {
    return new Keys(all, later, List.of(names), open);
  }

  Keys openToOthers() {
    return new Keys(all, later, oneOf, true);
  }

  /// With others before them.
  Keys after(Key... first) {
    return new Keys(Stream.concat(Stream.of(first), all.stream()).toList(), later, oneOf, open);
  }

  List<String> known() {
    return Key.names(all);
  }

  /// @throws IllegalStateException when it is not declared: a mistake in the program
  Key key(String name) {
    return all.stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not a declared key: " + name));
  }
}
