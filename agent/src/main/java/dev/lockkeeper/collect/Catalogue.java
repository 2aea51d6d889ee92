package dev.lockkeeper.collect;

import dev.lockkeeper.model.MetricFamily;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every metric that the agent can yield, and from whom, whether this machine has it or not.
public final class Catalogue {
  private final Map<String, Entry> entries;

  /// @param source the collector (or other part) that yields the family
  public record Entry(MetricFamily family, String source) {}

  private Catalogue(Map<String, Entry> entries) {
    this.entries = entries;
  }

  public static Catalogue of(Collection<? extends Collector> collectors) {
    var entries = new TreeMap<String, Entry>();
    for (Collector collector : collectors) {
      for (MetricFamily family : collector.catalogue()) {
        entries.putIfAbsent(family.name(), new Entry(family, collector.name()));
      }
    }
    return new Catalogue(entries);
  }

  /// This catalogue and what another part of the agent yields; what is known already stays.
  public Catalogue and(String source, List<MetricFamily> families) {
    var more = new TreeMap<>(entries);
    for (MetricFamily family : families) {
      more.putIfAbsent(family.name(), new Entry(family, source));
    }
    return new Catalogue(more);
  }

  public Optional<MetricFamily> family(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::family);
  }

  /// The collector that yields a metric.
  public Optional<String> source(String name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::source);
  }

  /// By ascending name.
  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries.values());
  }
}
