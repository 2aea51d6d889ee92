package dev.lockkeeper.config;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the value of a [Key] must be. Readers hold values against it, and [JsonSchema] is made of
/// it.
sealed interface Shape {

  /// Whatever somebody else makes of it, such as Dropwizard.
  record Anything() implements Shape {}

  /// @param form what it must match as a whole; null: any text
  record Text(@Nullable Pattern form) implements Shape {}

  /// @param fallback null: none, or it depends
  record Span(Duration least, Duration most, @Nullable Duration fallback) implements Shape {}

  /// As in Prometheus' files, where a bare 0 is a duration too.
  record RuleSpan() implements Shape {}

  /// @param fallback null: none
  record Whole(int least, int most, @Nullable Integer fallback) implements Shape {}

  /// A number of bytes, with a unit.
  record Size(long least, long most, long fallback) implements Shape {}

  /// One of the constants' names, in lower case.
  record Choice(Class<? extends Enum<?>> type) implements Shape {}

  record Truth() implements Shape {}

  record Items(Shape item) implements Shape {}

  record Nested(Keys keys) implements Shape {}

  /// Names of the user's own, and texts.
  record Names() implements Shape {}
}
