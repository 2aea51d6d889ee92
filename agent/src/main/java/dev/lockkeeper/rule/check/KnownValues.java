package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.RemediationState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What values some metrics and labels can have at all.
final class KnownValues {
  /// 1 where what the name says is so, else 0.
  private static final Set<String> ZERO_OR_ONE =
      Set.of(
          "lockkeeper_collector_success",
          "lockkeeper_hold",
          "lockkeeper_mode",
          "lockkeeper_paused",
          "lockkeeper_rules_last_good",
          "node_filesystem_device_error",
          "node_filesystem_readonly",
          "node_network_carrier",
          "node_network_up",
          "node_systemd_unit_state",
          "node_timex_sync_status",
          "probe_success",
          "service_state",
          "service_up",
          "up");

  /// proc_stat(5), in node_exporter's words.
  private static final List<String> CPU_MODES =
      List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");

  private static final Map<String, Map<String, List<String>>> LABELS =
      Map.of(
          "node_cpu_seconds_total",
          Map.of("mode", CPU_MODES),
          "node_systemd_unit_state",
          Map.of("state", List.of("active", "activating", "deactivating", "inactive", "failed")),
          "service_cpu_seconds_total",
          Map.of("mode", List.of("user", "system")),
          "service_restarts_total",
          Map.of("by", List.of("lockkeeper", "other")),
          "service_state",
          Map.of(
              "state",
              Arrays.stream(RemediationState.values())
                  .map(state -> state.name().toLowerCase(Locale.ROOT))
                  .toList()),
          "ALERTS",
          Map.of("alertstate", List.of("pending", "firing")));

  private KnownValues() {}

  /// The only values that a label of a metric can have; empty where they are not known.
  static List<String> ofLabel(String metric, String label) {
    return LABELS.getOrDefault(metric, Map.of()).getOrDefault(label, List.of());
  }

  /// Within which a metric's samples lie.
  static Interval of(String metric, KnownMetrics known) {
    if (!known.checked()) {
      return Interval.ALL;
    }
    if (ZERO_OR_ONE.contains(metric)) {
      return Interval.ZERO_TO_ONE;
    }
    if (metric.equals("ALERTS")) {
      return Interval.of(1);
    }
    boolean grows =
        known
            .family(metric)
            .map(family -> family.type() == MetricFamily.Type.COUNTER)
            .orElse(metric.endsWith("_total"));
    return grows || metric.endsWith("_ratio") ? Interval.NOT_NEGATIVE : Interval.ALL;
  }
}
