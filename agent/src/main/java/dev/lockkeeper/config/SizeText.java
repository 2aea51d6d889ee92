package dev.lockkeeper.config;

import dev.lockkeeper.model.Nearest;
import java.util.Map;
import java.util.regex.Pattern;

/// Sizes in bytes: `512KiB`, `64MiB`, `1GiB`; `kB`, `MB` and `GB` count by thousands.
final class SizeText {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})([a-zA-Z]*)");

  private static final Map<String, Long> BYTES =
      Map.of(
          "B", 1L,
          "kB", 1000L,
          "MB", 1000_000L,
          "GB", 1000_000_000L,
          "TB", 1000_000_000_000L,
          "KiB", 1L << 10,
          "MiB", 1L << 20,
          "GiB", 1L << 30,
          "TiB", 1L << 40);

  private SizeText() {}

  /// @throws IllegalArgumentException with a message for a person
  static long parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "`%s` is not a size: such as 512KiB, 64MiB or 1GiB".formatted(Problems.shorten(text)));
    }
    if (parts.group(2).isEmpty()) {
      throw new IllegalArgumentException(
          "`%1$s` has no unit: write `%1$sMiB`, or another of B, KiB, MiB, GiB, TiB"
              .formatted(Problems.shorten(text)));
    }
    var unit = BYTES.get(parts.group(2));
    if (unit == null) {
      var hint =
          Nearest.to(parts.group(2), BYTES.keySet().stream().sorted().toList())
              .map(name -> "; did you mean `" + parts.group(1) + name + "`?")
              .orElse(": one of B, KiB, MiB, GiB, TiB, kB, MB, GB, TB");
      throw new IllegalArgumentException(
          "`%s` has no unit of size%s".formatted(Problems.shorten(text), hint));
    }
    try {
      return Math.multiplyExact(Long.parseLong(parts.group(1)), unit);
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException("`" + text + "` is too large", overflow);
    }
  }

  /// The shortest form that is exact, such as `64MiB`.
  static String of(long bytes) {
    String[] units = {"TiB", "GiB", "MiB", "KiB"};
    for (int i = 0; i < units.length; i++) {
      long unit = 1L << (10 * (units.length - i));
      if (bytes >= unit && bytes % unit == 0) {
        return bytes / unit + units[i];
      }
    }
    return bytes + "B";
  }
}
