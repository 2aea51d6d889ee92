package dev.lockkeeper.rule.check;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The unit of an expression's values, as far as it is known: base units and their powers.
///
/// @param known false: it fits every other one
/// @param powers base unit, such as `bytes`, to its power, never 0; none: a plain ratio
/// @param instant whether it is a point in time, in seconds since 1970, rather than a span
record Unit(boolean known, Map<String, Integer> powers, boolean instant) {
  static final Unit UNKNOWN = new Unit(false, Map.of(), false);
  static final Unit RATIO = new Unit(true, Map.of(), false);
  static final Unit SECONDS = base("seconds");
  static final Unit BYTES = base("bytes");
  static final Unit INSTANT = new Unit(true, Map.of("seconds", 1), true);

  Unit {
    powers = Map.copyOf(powers);
  }

  static Unit base(String name) {
    return new Unit(true, Map.of(name, 1), false);
  }

  boolean fits(Unit other) {
    return !known || !other.known || (powers.equals(other.powers) && instant == other.instant);
  }

  Unit times(Unit other) {
    return combined(other, 1);
  }

  Unit per(Unit other) {
    return combined(other, -1);
  }

  /// An instant can't be multiplied to anything that has a name.
  private Unit combined(Unit other, int sign) {
    if (!known || !other.known || instant || other.instant) {
      return UNKNOWN;
    }
    var sum = new TreeMap<>(powers);
    other.powers.forEach((unit, power) -> sum.merge(unit, sign * power, Integer::sum));
    sum.values().removeIf(power -> power == 0);
    return new Unit(true, sum, false);
  }

  /// `bytes`, `bytes per second`, `a ratio`, `a point in time (seconds since 1970)`.
  String text() {
    if (!known) {
      return "an unknown unit";
    }
    if (instant) {
      return "a point in time (seconds since 1970)";
    }
    if (powers.isEmpty()) {
      return "a ratio";
    }
    var sorted = new TreeMap<>(powers);
    String above =
        sorted.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey() + (entry.getValue() > 1 ? "^" + entry.getValue() : ""))
            .collect(Collectors.joining(" times "));
    String below =
        sorted.entrySet().stream()
            .filter(entry -> entry.getValue() < 0)
            .map(entry ->
                entry.getKey().replaceFirst("s$", "")
                    + (entry.getValue() < -1 ? "^" + -entry.getValue() : ""))
            .collect(Collectors.joining(" and "));
    return (above.isEmpty() ? "1" : above) + (below.isEmpty() ? "" : " per " + below);
  }
}
