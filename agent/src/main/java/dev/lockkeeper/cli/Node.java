package dev.lockkeeper.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A part of an agent's document, read leniently: an agent of another version may leave something
/// out, and a table with a gap is better than none.
///
/// @param value a map, list, string, number, boolean or null
record Node(@Nullable Object value) {
  Node at(String key) {
    return new Node(value instanceof Map<?, ?> map ? map.get(key) : null);
  }

  List<Node> list() {
    return value instanceof List<?> list ? list.stream().map(Node::new).toList() : List.of();
  }

  boolean isPresent() {
    return value != null;
  }

  /// Empty where there is none.
  String text() {
    return value == null ? "" : value.toString();
  }

  /// Replaced by a dash where there is none.
  String textOrDash() {
    return text().isEmpty() ? "-" : text();
  }

  boolean truth() {
    return Boolean.TRUE.equals(value);
  }

  Optional<Duration> seconds() {
    return value instanceof Number number
        ? Optional.of(Duration.ofNanos((long) (number.doubleValue() * 1e9)))
        : Optional.empty();
  }

  Optional<Instant> moment() {
    return text().isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text()));
  }

  Map<?, ?> map() {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
