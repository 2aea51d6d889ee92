package dev.lockkeeper.rule.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The units that metrics' names and numbers carry, by Prometheus' conventions for names.
final class UnitNames {
  private static final Set<String> BASE_UNITS =
      Set.of(
          "seconds", "bytes", "celsius", "hertz", "volts", "amperes", "joules", "grams", "meters",
          "watts");

  /// Names that say something else than they mean.
  private static final Map<String, Unit> EXCEPTIONS =
      Map.of("node_network_speed_bytes", Unit.BYTES.per(Unit.SECONDS));

  private static final List<String> INSTANTS =
      List.of("_timestamp_seconds", "_start_time_seconds", "_boot_time_seconds", "_mtime_seconds");

  private static final Pattern SIZE = Pattern.compile("(?i)[0-9._]+(e[0-9]+)?([kmgtpe]i?)?b");
  private static final Pattern DURATION = Pattern.compile("([0-9]+(ms|[smhdwy]))+");

  private UnitNames() {}

  /// The unit of a metric's samples.
  static Unit ofMetric(String metric) {
    var exception = EXCEPTIONS.get(metric);
    if (exception != null) {
      return exception;
    }
    if (metric.equals("node_time_seconds") || INSTANTS.stream().anyMatch(metric::endsWith)) {
      return Unit.INSTANT;
    }
    if (metric.endsWith("_time_seconds")) {
      // a point in time or a span, who knows: start_time_seconds, response_time_seconds
      return Unit.UNKNOWN;
    }
    String name = metric;
    for (String suffix : List.of("_total", "_sum")) {
      name = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
    String last = name.substring(name.lastIndexOf('_') + 1);
    if (last.equals("ratio")) {
      return Unit.RATIO;
    }
    return BASE_UNITS.contains(last) && !last.equals(name) ? Unit.base(last) : Unit.UNKNOWN;
  }

  /// The unit of a number as it is written: `10MiB`, `5m`; a bare one fits everything.
  static Unit ofNumber(String written) {
    if (SIZE.matcher(written).matches()) {
      return Unit.BYTES;
    }
    return DURATION.matcher(written).matches() ? Unit.SECONDS : Unit.UNKNOWN;
  }
}
