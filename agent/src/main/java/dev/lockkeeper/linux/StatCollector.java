package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;

/// `/proc/stat` (proc(5)) but for its processor lines: interrupts, forks, running and blocked
/// tasks.
final class StatCollector extends FileCollector {
  private static final SeriesId INTERRUPTS = SeriesId.of("node_intr_total");
  private static final SeriesId SWITCHES = SeriesId.of("node_context_switches_total");
  private static final SeriesId FORKS = SeriesId.of("node_forks_total");
  private static final SeriesId BOOT = SeriesId.of("node_boot_time_seconds");
  private static final SeriesId RUNNING = SeriesId.of("node_procs_running");
  private static final SeriesId BLOCKED = SeriesId.of("node_procs_blocked");

  StatCollector(Roots roots) {
    super("stat", roots.proc("stat"));
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        MetricFamily.counter("node_intr_total", "Total number of interrupts serviced."),
        MetricFamily.counter("node_context_switches_total", "Total number of context switches."),
        MetricFamily.counter("node_forks_total", "Total number of forks."),
        MetricFamily.gauge("node_boot_time_seconds", "Node boot time, in unixtime."),
        MetricFamily.gauge("node_procs_running", "Number of processes in runnable state."),
        MetricFamily.gauge(
            "node_procs_blocked", "Number of processes blocked waiting for I/O to complete."));
  }

  @Override
  void parse(Text text, SampleSink sink) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word()) {
        continue;
      }
      if (text.wordIs("intr")) {
        sink.sample(INTERRUPTS, text.number("the number of interrupts"));
      } else if (text.wordIs("ctxt")) {
        sink.sample(SWITCHES, text.number("the number of context switches"));
      } else if (text.wordIs("processes")) {
        sink.sample(FORKS, text.number("the number of forks"));
      } else if (text.wordIs("btime")) {
        sink.sample(BOOT, text.number("the boot time"));
      } else if (text.wordIs("procs_running")) {
        sink.sample(RUNNING, text.number("the number of running tasks"));
      } else if (text.wordIs("procs_blocked")) {
        sink.sample(BLOCKED, text.number("the number of blocked tasks"));
      }
    }
  }
}
