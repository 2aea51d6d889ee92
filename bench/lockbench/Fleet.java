package lockbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// 1,000 series as 25 services of an imaginary application have them: counters, whole and broken
/// gauges. What each is worth in which second is fixed, so that all sides see the same.
public final class Fleet {
  public static final int SERVICES = 25;

  /// @param labels in the order in which they are written
  public record Series(String metric, Map<String, String> labels, Kind kind, int seed) {
    /// @param second since the beginning
    public double value(long second) {
      return switch (kind) {
        case UP -> 1;
        case LIMIT -> 1_000 + seed;
        case COUNTER -> second * (1 + seed % 50) + noise(second) % (1 + seed % 50);
        case SECONDS -> Math.round(second * (seed % 90) * 10 + noise(second) % 10) / 1_000.0;
        case WHOLE -> noise(second) % 100;
        case BROKEN -> 40 + noise(second) % 2_000 / 100.0;
        case BYTES -> 1_000_000L * (100 + seed % 50) + 4_096 * (noise(second) % 1_000);
      };
    }

    private long noise(long second) {
      long mixed = (second * 1_000_003 + seed) * 0x9E3779B97F4A7C15L;
      return (mixed ^ mixed >>> 29) >>> 34;
    }

    public String exposition(long second) {
      var text = new StringBuilder(metric).append('{');
      labels.forEach((name, value) -> text.append(name).append("=\"").append(value).append("\","));
      text.setCharAt(text.length() - 1, '}');
      return text.append(' ').append(value(second)).append('\n').toString();
    }
  }

  public enum Kind {
    UP,
    LIMIT,
    COUNTER,
    SECONDS,
    WHOLE,
    BROKEN,
    BYTES
  }

  /// The labels beside `service` and the values that they have.
  static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put("code", List.of("200", "404", "500", "503"));
    VALUES.put("mode", List.of("user", "system", "iowait", "idle"));
    VALUES.put("kind", List.of("rss", "heap", "cache", "other"));
    VALUES.put("state", List.of("active", "idle", "opening", "closing"));
    VALUES.put("queue", List.of("mail", "image", "audit", "index", "bill"));
    VALUES.put("mount", List.of("/", "/var", "/srv", "/tmp"));
    VALUES.put("sensor", List.of("inlet", "outlet", "cpu", "disk"));
  }

  /// `service` and all others: what a template's `$name` stands for.
  static List<String> values(String label) {
    return label.equals("service") ? services() : VALUES.get(label);
  }

  static List<String> services() {
    var names = new ArrayList<String>();
    for (int i = 0; i < SERVICES; i++) {
      names.add(String.format(Locale.ROOT, "s%02d", i));
    }
    return names;
  }

  private final List<Series> all = new ArrayList<>();

  public static List<Series> series() {
    var fleet = new Fleet();
    for (String service : services()) {
      fleet.add(service, "app_up", null, Kind.UP);
      fleet.add(service, "app_memory_limit_bytes", null, Kind.BYTES);
      fleet.add(service, "app_connections_limit", null, Kind.LIMIT);
      fleet.add(service, "app_requests_total", "code", Kind.COUNTER);
      fleet.add(service, "app_errors_total", "kind", Kind.COUNTER);
      fleet.add(service, "app_cpu_seconds_total", "mode", Kind.SECONDS);
      fleet.add(service, "app_memory_bytes", "kind", Kind.BYTES);
      fleet.add(service, "app_connections", "state", Kind.WHOLE);
      fleet.add(service, "app_queue_length", "queue", Kind.WHOLE);
      fleet.add(service, "app_disk_free_bytes", "mount", Kind.BYTES);
      fleet.add(service, "app_disk_size_bytes", "mount", Kind.LIMIT);
      fleet.add(service, "app_temperature_celsius", "sensor", Kind.BROKEN);
    }
    return List.copyOf(fleet.all);
  }

  private void add(String service, String metric, String label, Kind kind) {
    for (String value : label == null ? List.of("") : VALUES.get(label)) {
      var labels = new LinkedHashMap<String, String>();
      labels.put("service", service);
      if (label != null) {
        labels.put(label, value);
      }
      all.add(new Series(metric, labels, kind, all.size()));
    }
  }

  private Fleet() {}
}
