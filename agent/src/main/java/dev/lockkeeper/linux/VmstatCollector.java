package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `/proc/vmstat` (proc(5)): paging, swapping, faults and out-of-memory kills since boot.
final class VmstatCollector extends FileCollector {
  private final WordMap<Optional<SeriesId>> fields = new WordMap<>(VmstatCollector::field);

  VmstatCollector(Roots roots) {
    super("vmstat", roots.proc("vmstat"));
  }

  @Override
  public List<MetricFamily> catalogue() {
    return Stream.of("oom_kill", "pgpgin", "pgpgout", "pswpin", "pswpout", "pgfault", "pgmajfault")
        .map(name ->
            MetricFamily.untyped(
                "node_vmstat_" + name, "/proc/vmstat information field " + name + "."))
        .toList();
  }

  @Override
  void parse(Text text, SampleSink sink) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word()) {
        continue;
      }
      Optional<SeriesId> series = fields.of(text);
      double value = text.number("the field's value");
      if (series.isPresent()) {
        sink.sample(series.get(), value);
      }
    }
  }

  /// node_exporter's default choice: `^(oom_kill|pgpg|pswp|pg.*fault).*`.
  private static Optional<SeriesId> field(String name) {
    boolean wanted =
        name.startsWith("oom_kill")
            || name.startsWith("pgpg")
            || name.startsWith("pswp")
            || (name.startsWith("pg") && name.indexOf("fault", 2) >= 0);
    return wanted
        ? Optional.of(SeriesId.of("node_vmstat_" + Names.sanitize(name)))
        : Optional.empty();
  }
}
