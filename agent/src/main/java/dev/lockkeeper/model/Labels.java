package dev.lockkeeper.model;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A set of label names and values, sorted by name; an empty value is the same as no label, as in
/// Prometheus. The metric's own name is not among them (see [SeriesId]).
public final class Labels {
  public static final Labels NONE = new Labels(new String[0]);

  /// name, value, name, value, …, by ascending name
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /// Labels from name, value, name, value, …, in any order.
  ///
  /// @throws IllegalArgumentException if a value is missing
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length == 0) {
      return NONE;
    }
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a label without a value: " + namesAndValues.length);
    }
    var map = new TreeMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(map);
  }

  public static Labels of(Map<String, String> map) {
    var sorted = map instanceof TreeMap<String, String> tree ? tree : new TreeMap<>(map);
    var pairs = new String[sorted.size() * 2];
    int n = 0;
    for (var entry : sorted.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        pairs[n++] = entry.getKey();
        pairs[n++] = entry.getValue();
      }
    }
    return n == 0 ? NONE : new Labels(n == pairs.length ? pairs : Arrays.copyOf(pairs, n));
  }

  public int size() {
    return pairs.length / 2;
  }

  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /// The name at position `index`, in ascending order of names.
  public String name(int index) {
    return pairs[2 * index];
  }

  /// The value at position `index`, in ascending order of names.
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /// The value of label `name`; empty where there is none.
  public String value(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  public boolean has(String name) {
    return !value(name).isEmpty();
  }

  /// These labels with `name` set to `value`; an empty value removes it.
  public Labels with(String name, String value) {
    var map = toMap();
    map.put(name, value);
    return of(map);
  }

  /// Only the labels whose names pass.
  public Labels keep(Predicate<String> names) {
    var map = toMap();
    map.keySet().removeIf(names.negate());
    return of(map);
  }

  /// Whether every label of `other` is here with the same value.
  public boolean containsAll(Labels other) {
    for (int i = 0; i < other.size(); i++) {
      if (!value(other.name(i)).equals(other.value(i))) {
        return false;
      }
    }
    return true;
  }

  public void forEach(BiConsumer<String, String> visitor) {
    for (int i = 0; i < pairs.length; i += 2) {
      visitor.accept(pairs[i], pairs[i + 1]);
    }
  }

  /// A new sorted map, the caller's own.
  public Map<String, String> toMap() {
    var map = new TreeMap<String, String>();
    forEach(map::put);
    return map;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Labels that && hash == that.hash && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// As PromQL writes it: `{a="1", b="2"}`.
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    forEach((name, value) -> {
      if (text.length() > 1) {
        text.append(", ");
      }
      text.append(name).append("=\"");
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        switch (c) {
          case '\\' -> text.append("\\\\");
          case '"' -> text.append("\\\"");
          case '\n' -> text.append("\\n");
          default -> text.append(c);
        }
      }
      text.append('"');
    });
    return text.append('}').toString();
  }
}
