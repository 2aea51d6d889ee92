package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/sys/devices/system/cpu/cpuN/thermal_throttle`: how often a core or package got too hot.
/// Virtual machines have none.
final class CpuThrottle {
  static final MetricFamily CORE =
      MetricFamily.counter(
          "node_cpu_core_throttles_total",
          "Number of times this CPU core has been throttled.",
          "package",
          "core");
  static final MetricFamily PACKAGE =
      MetricFamily.counter(
          "node_cpu_package_throttles_total",
          "Number of times this CPU package has been throttled.",
          "package");

  /// Processors are plugged seldom, and looking for them opens several files each.
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private record Counter(ProcFile file, SeriesId series) {}

  private final Path folder;
  private List<Counter> counters = List.of();
  private @Nullable Moment looked;

  CpuThrottle(Path folder) {
    this.folder = folder;
  }

  void collect(Moment now, SampleSink sink) throws IOException {
    Moment last = looked;
    if (last == null || now.reached(last, LOOK_AGAIN)) {
      counters.forEach(counter -> counter.file.close());
      counters = look();
      looked = now;
    }
    for (Counter counter : counters) {
      Text text;
      try {
        text = counter.file.read();
      } catch (IOException offline) {
        continue;
      }
      sink.sample(counter.series, text.number("the count"));
    }
  }

  private List<Counter> look() throws IOException {
    var found = new ArrayList<Counter>();
    var seen = new HashSet<SeriesId>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> processors = Files.newDirectoryStream(folder, "cpu[0-9]*")) {
      for (Path processor : processors) {
        String physical = line(processor.resolve("topology/physical_package_id"));
        String core = line(processor.resolve("topology/core_id"));
        if (physical == null || core == null) {
          continue;
        }
        // Threads of a core share its counter.
        add(
            processor.resolve("thermal_throttle/core_throttle_count"),
            SeriesId.of(CORE.name(), "package", physical, "core", core),
            seen,
            found);
        add(
            processor.resolve("thermal_throttle/package_throttle_count"),
            SeriesId.of(PACKAGE.name(), "package", physical),
            seen,
            found);
      }
    }
    return found;
  }

  private static void add(Path path, SeriesId series, Set<SeriesId> seen, List<Counter> found) {
    if (Files.exists(path) && seen.add(series)) {
      found.add(new Counter(new ProcFile(path), series));
    }
  }

  private static @Nullable String line(Path path) {
    try {
      return Files.readString(path).strip();
    } catch (IOException absent) {
      return null;
    }
  }
}
