package dev.lockkeeper.promql;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Byte sizes as numbers: `10MiB` is 10485760, `1.5GB` is 1500000000. They are ours: Prometheus
/// does not know them. No duration and no other number ends in `B`, so nothing is read otherwise
/// than there.
final class ByteSizes {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)([kMGTP]B|[KMGTP]iB)");

  private static final Map<String, Long> UNITS =
      Map.of(
          "kB",
          1000L,
          "MB",
          1000_000L,
          "GB",
          1000_000_000L,
          "TB",
          1000_000_000_000L,
          "PB",
          1000_000_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40,
          "PiB",
          1L << 50);

  private ByteSizes() {}

  static boolean is(String word) {
    return word.endsWith("B") && word.length() <= 40 && SIZE.matcher(word).matches();
  }

  /// @param word for which [#is] holds
  static double value(String word) {
    var match = SIZE.matcher(word);
    if (!match.matches()) {
      throw new IllegalArgumentException(word);
    }
    return new BigDecimal(match.group(1))
        .multiply(BigDecimal.valueOf(Objects.requireNonNull(UNITS.get(match.group(2)))))
        .doubleValue();
  }
}
