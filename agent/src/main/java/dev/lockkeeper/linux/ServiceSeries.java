package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.List;

/// A service's series.
final class ServiceSeries {
  static final List<MetricFamily> CATALOGUE =
      List.of(
          gauge("service_up", "Whether the service's main process lives."),
          gauge(
              "service_start_time_seconds",
              "When its main process started, seconds since the epoch."),
          gauge("service_processes", "Its main process and all that descend from it."),
          gauge("service_threads", "Threads of all its processes."),
          gauge(
              "service_threads_blocked",
              "Its threads in state D: waiting in the kernel, mostly for a device."),
          MetricFamily.counter(
              "service_cpu_seconds_total",
              "Time that its processes spent on a processor.",
              "service",
              "mode"),
          gauge(
              "service_resident_memory_bytes",
              "Memory that its processes have, shared pages counted for each."),
          gauge(
              "service_open_fds",
              "Open files and sockets of that of its processes which is nearest to its limit."),
          gauge("service_max_fds", "How many files that process may have open."),
          MetricFamily.counter(
              "service_io_wait_seconds_total",
              "Time its threads waited for block devices: as the kernel counts it where"
                  + " kernel.task_delayacct is on, else sampled (threads in state D times the time"
                  + " between two runs).",
              "service"),
          MetricFamily.counter(
              "service_run_queue_seconds_total",
              "Time its threads were ready to run and waited for a processor.",
              "service"),
          MetricFamily.gauge(
              "service_tcp_connections",
              "TCP connections on its ports, by state.",
              "service",
              "port",
              "state"),
          MetricFamily.gauge(
              "service_accept_queue",
              "Connections that wait for the service to accept them.",
              "service",
              "port"),
          MetricFamily.gauge(
              "service_accept_queue_limit",
              "How many connections may wait before the kernel drops more.",
              "service",
              "port"));

  final String service;
  private final SeriesId up;
  private final SeriesId start;
  private final SeriesId processes;
  private final SeriesId threads;
  private final SeriesId blocked;
  private final SeriesId cpuUser;
  private final SeriesId cpuSystem;
  private final SeriesId resident;
  private final SeriesId openFiles;
  private final SeriesId mostFiles;
  private final SeriesId ioWait;
  private final SeriesId runQueue;

  ServiceSeries(String service) {
    this.service = service;
    up = id("service_up");
    start = id("service_start_time_seconds");
    processes = id("service_processes");
    threads = id("service_threads");
    blocked = id("service_threads_blocked");
    cpuUser = SeriesId.of("service_cpu_seconds_total", "service", service, "mode", "user");
    cpuSystem = SeriesId.of("service_cpu_seconds_total", "service", service, "mode", "system");
    resident = id("service_resident_memory_bytes");
    openFiles = id("service_open_fds");
    mostFiles = id("service_max_fds");
    ioWait = id("service_io_wait_seconds_total");
    runQueue = id("service_run_queue_seconds_total");
  }

  /// @param startSeconds since the epoch; negative when the main process does not live
  void sample(ServiceTotals totals, double startSeconds, long pageBytes, SampleSink sink) {
    boolean alive = startSeconds >= 0;
    sink.sample(up, alive ? 1 : 0);
    sink.sample(processes, totals.processes);
    sink.sample(threads, totals.threads);
    sink.sample(blocked, totals.blocked);
    sink.sample(cpuUser, totals.userSeconds);
    sink.sample(cpuSystem, totals.systemSeconds);
    sink.sample(ioWait, totals.ioWaitSeconds);
    if (totals.runQueueKnown) {
      sink.sample(runQueue, totals.runQueueSeconds);
    }
    if (alive) {
      sink.sample(start, startSeconds);
    }
    if (totals.processes > 0) {
      sink.sample(resident, totals.residentPages * pageBytes);
    }
    if (totals.filesKnown) {
      sink.sample(openFiles, totals.openFiles);
      sink.sample(mostFiles, totals.mostFiles);
    }
  }

  private SeriesId id(String metric) {
    return SeriesId.of(metric, "service", service);
  }

  private static MetricFamily gauge(String name, String help) {
    return MetricFamily.gauge(name, help, "service");
  }
}
