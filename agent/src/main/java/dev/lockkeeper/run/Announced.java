package dev.lockkeeper.run;

import dev.lockkeeper.model.MetricFamily;
import java.util.List;

/// Metrics that are named already and collected by a later version: rules may read them today, and
/// do nothing until then.
final class Announced {
  static final List<MetricFamily> CATALOGUE =
      List.of(
          histogram(
              "lockkeeper_block_read_seconds",
              "How long reads of a block device took, by whether writes were in flight.",
              "device",
              "behind_writes"),
          histogram(
              "lockkeeper_block_write_seconds",
              "How long writes to a block device took.",
              "device"),
          MetricFamily.counter(
              "lockkeeper_iolock_episodes_total",
              "Stretches of time in which reads waited behind writes.",
              "device",
              "pattern"),
          MetricFamily.counter(
              "lockkeeper_iolock_stalled_seconds_total",
              "How long reads waited behind writes.",
              "device",
              "pattern"),
          MetricFamily.counter(
              "lockkeeper_iolock_victim_seconds_total",
              "How long a service's threads waited behind writes.",
              "service",
              "device",
              "pattern"));

  private Announced() {}

  private static MetricFamily histogram(String name, String help, String... labels) {
    return new MetricFamily(name, MetricFamily.Type.HISTOGRAM, help, List.of(labels));
  }
}
