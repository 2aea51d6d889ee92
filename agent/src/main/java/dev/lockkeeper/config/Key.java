package dev.lockkeeper.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One key that a mapping may have, declared once: for whoever reads it, and for the editor that
/// completes it.
///
/// @param meaning a sentence or two, as docs/configuration.md has it
/// @param fallback what holds without it, for a person; empty where that is nothing, or the shape
///   says so
record Key(String name, Shape shape, String meaning, String fallback, boolean required) {
  private static final Pattern ANY_URL = Pattern.compile("https?://.+");

  static Key of(String name, Shape shape, String meaning) {
    return new Key(name, shape, meaning, "", false);
  }

  static Key text(String name, String meaning) {
    return of(name, new Shape.Text(null), meaning);
  }

  static Key text(String name, Pattern form, String meaning) {
    return of(name, new Shape.Text(form), meaning);
  }

  static Key url(String name, String meaning) {
    return text(name, ANY_URL, meaning);
  }

  static Key urls(String name, String meaning) {
    return of(name, new Shape.Items(new Shape.Text(ANY_URL)), meaning);
  }

  /// A command: program and arguments.
  static Key command(String name, String meaning) {
    return texts(name, meaning);
  }

  static Key texts(String name, String meaning) {
    return of(name, new Shape.Items(new Shape.Text(null)), meaning);
  }

  static Key span(
      String name, Duration least, Duration most, @Nullable Duration fallback, String meaning) {
    return of(name, new Shape.Span(least, most, fallback), meaning);
  }

  static Key ruleSpan(String name, String meaning) {
    return of(name, new Shape.RuleSpan(), meaning);
  }

  static Key whole(String name, int least, int most, @Nullable Integer fallback, String meaning) {
    return of(name, new Shape.Whole(least, most, fallback), meaning);
  }

  static Key size(String name, long least, long most, long fallback, String meaning) {
    return of(name, new Shape.Size(least, most, fallback), meaning);
  }

  static Key choice(String name, Class<? extends Enum<?>> type, String meaning) {
    return of(name, new Shape.Choice(type), meaning);
  }

  static Key names(String name, String meaning) {
    return of(name, new Shape.Names(), meaning);
  }

  static Key nested(String name, Keys keys, String meaning) {
    return of(name, new Shape.Nested(keys), meaning);
  }

  static Key list(String name, Keys keys, String meaning) {
    return of(name, new Shape.Items(new Shape.Nested(keys)), meaning);
  }

  /// A key of which nothing more is said: whoever reads it checks it.
  static Key plain(String name) {
    return of(name, new Shape.Anything(), "");
  }

  Key asRequired() {
    return new Key(name, shape, meaning, fallback, true);
  }

  Key otherwise(String words) {
    return new Key(name, shape, meaning, words, required);
  }

  static List<String> names(List<Key> keys) {
    return keys.stream().map(Key::name).toList();
  }
}
