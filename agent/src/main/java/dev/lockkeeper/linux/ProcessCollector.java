package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;

/// The agent about its own process, named as Prometheus' client libraries do.
final class ProcessCollector implements Collector {
  private static final SeriesId CPU = SeriesId.of("process_cpu_seconds_total");
  private static final SeriesId RESIDENT = SeriesId.of("process_resident_memory_bytes");
  private static final SeriesId VIRTUAL = SeriesId.of("process_virtual_memory_bytes");
  private static final SeriesId FILES = SeriesId.of("process_open_fds");
  private static final SeriesId MOST_FILES = SeriesId.of("process_max_fds");
  private static final SeriesId START = SeriesId.of("process_start_time_seconds");

  private final ProcessFiles process;
  private final BootTime bootTime;
  private final long pageBytes;

  ProcessCollector(Roots roots, long pageBytes) {
    process = new ProcessFiles(roots.proc("self"));
    bootTime = new BootTime(roots);
    this.pageBytes = pageBytes;
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        MetricFamily.counter(
            CPU.metric(), "Total user and system CPU time that the agent spent, in seconds."),
        MetricFamily.gauge(RESIDENT.metric(), "The agent's resident memory, in bytes."),
        MetricFamily.gauge(VIRTUAL.metric(), "The agent's virtual memory, in bytes."),
        MetricFamily.gauge(FILES.metric(), "Files and sockets that the agent has open."),
        MetricFamily.gauge(MOST_FILES.metric(), "How many files the agent may have open."),
        MetricFamily.gauge(START.metric(), "When the agent started, seconds since the epoch."));
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    ProcessStat stat = process.stat();
    sink.sample(CPU, stat.userSeconds + stat.systemSeconds);
    sink.sample(RESIDENT, (double) stat.residentPages * pageBytes);
    sink.sample(VIRTUAL, stat.virtualBytes);
    sink.sample(START, bootTime.seconds() + stat.startSecondsAfterBoot);
    sink.sample(FILES, process.openFiles());
    sink.sample(MOST_FILES, process.mostFiles());
  }
}
