package dev.lockkeeper.run;

import dev.lockkeeper.alert.AlertMetrics;
import dev.lockkeeper.collect.Catalogue;
import dev.lockkeeper.collect.CollectorRunner;
import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.HistoryConfig;
import dev.lockkeeper.probe.ProbeMetrics;
import dev.lockkeeper.rule.check.KnownMetrics;
import dev.lockkeeper.rule.check.Retention;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What rules may read on any machine: a rule file is checked the same wherever it is written.
final class KnownSeries {
  private KnownSeries() {}

  /// What the agent yields beside its collectors.
  static Catalogue withOwn(Catalogue collectors) {
    return collectors
        .and("collector", CollectorRunner.CATALOGUE)
        .and("probe", ProbeMetrics.CATALOGUE)
        .and("alerts", AlertMetrics.CATALOGUE)
        .and("agent", AgentMetrics.CATALOGUE);
  }

  /// @param config for its labels and its history; null: the defaults
  static KnownMetrics of(@Nullable AgentConfig config) {
    var catalogue =
        withOwn(Catalogue.of(Collectors.ofEveryPlatform())).and("announced", Announced.CATALOGUE);
    return KnownMetrics.of(
            catalogue.entries().stream().map(Catalogue.Entry::family).toList(),
            config == null ? Set.of() : config.labels().keySet())
        .kept(retention(config == null ? HistoryConfig.DEFAULT : config.history()));
  }

  private static Retention retention(HistoryConfig history) {
    var bounds = SeriesStore.Bounds.DEFAULT;
    return new Retention(
        List.of(
            new Retention.Tier(bounds.keep(), Duration.ZERO),
            new Retention.Tier(bounds.keepBuckets(), SeriesStore.BUCKET),
            new Retention.Tier(SeriesStore.LONGEST, SeriesStore.WIDE_BUCKET)),
        history.keep());
  }
}
