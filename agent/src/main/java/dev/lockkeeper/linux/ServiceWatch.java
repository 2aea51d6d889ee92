package dev.lockkeeper.linux;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One watched service: its processes, its ports and its series, kept from run to run.
final class ServiceWatch implements AutoCloseable {
  /// What a run that came late can add to the sampled time in wait, at most.
  private static final Duration LONGEST_STEP = Duration.ofSeconds(3);

  private static final double NANOS_PER_SECOND = 1e9;

  private final Path proc;
  private final ReadBuffer buffer = new ReadBuffer();
  private final Map<Long, WatchedProcess> processes = new LinkedHashMap<>();
  private final ServiceTotals totals = new ServiceTotals();
  private final ServiceSeries series;
  private final List<PortFigures> ports = new ArrayList<>();
  private long mainPid;
  private boolean lostOne = true;
  private @Nullable ProcNetTcp foreignSockets;
  private @Nullable Moment last;

  ServiceWatch(String service, Path proc) {
    this.proc = proc;
    series = new ServiceSeries(service);
  }

  /// Whether its processes must be looked for: another main process, or one has ended.
  boolean wantsTree(WatchedService service) {
    return lostOne || service.mainPid() != mainPid;
  }

  /// Its processes, parents first.
  List<Long> processNumbers() {
    return List.copyOf(processes.keySet());
  }

  boolean hasPorts() {
    return !ports.isEmpty();
  }

  List<PortFigures> ports() {
    return ports;
  }

  /// Its sockets when they are in a network namespace other than the agent's, else null.
  @Nullable TcpSockets foreignSockets() {
    return foreignSockets;
  }

  /// Takes the processes that it consists of now.
  void tree(WatchedService service, List<Long> tree) {
    if (service.mainPid() != mainPid) {
      mainPid = service.mainPid();
      totals.restarted();
      ports.clear();
      lookAtNamespace();
    }
    processes
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !tree.contains(entry.getKey());
          if (gone) {
            entry.getValue().close();
          }
          return gone;
        });
    for (long pid : tree) {
      processes.computeIfAbsent(pid, number -> new WatchedProcess(proc, number, buffer));
    }
    lostOne = false;
  }

  void ports(List<Integer> numbers) {
    ports.removeIf(known -> !numbers.contains(known.port));
    for (int number : numbers) {
      if (ports.stream().noneMatch(known -> known.port == number)) {
        ports.add(new PortFigures(series.service, number));
      }
    }
  }

  /// Reads all processes and hands their figures over.
  ///
  /// @param delaysMeasured whether the kernel counts each thread's wait for devices
  void sample(
      Moment now, double bootSeconds, long pageBytes, boolean delaysMeasured, SampleSink sink) {
    double started = readAll();
    if (!delaysMeasured) {
      totals.ioWaitSeconds += totals.blocked * secondsSinceLast(now);
    }
    last = now;
    series.sample(totals, started < 0 ? -1 : bootSeconds + started, pageBytes, sink);
  }

  /// Reads every process once.
  ///
  /// @return when the main process started, seconds after boot; negative when it does not live
  private double readAll() {
    double started = readOnce();
    // The time of a process that ended is its parent's now, which may have been read before.
    if (lostOne && !processes.isEmpty()) {
      started = readOnce();
    }
    totals.end();
    return started;
  }

  private double readOnce() {
    totals.begin();
    double started = -1;
    boolean ended = false;
    for (Map.Entry<Long, WatchedProcess> entry : processes.entrySet()) {
      try {
        double start = entry.getValue().read(totals);
        if (entry.getKey() == mainPid) {
          started = start;
        }
      } catch (IOException gone) {
        ended = true;
      }
    }
    lostOne |= ended;
    return started;
  }

  private double secondsSinceLast(Moment now) {
    Moment before = last;
    if (before == null) {
      return 0;
    }
    Duration step = now.since(before);
    return (step.compareTo(LONGEST_STEP) > 0 ? LONGEST_STEP : step).toNanos() / NANOS_PER_SECOND;
  }

  private void lookAtNamespace() {
    closeForeign();
    Path folder = proc.resolve(Long.toString(mainPid));
    try {
      Path own = Files.readSymbolicLink(proc.resolve("self/ns/net"));
      Path its = Files.readSymbolicLink(folder.resolve("ns/net"));
      if (!own.equals(its)) {
        foreignSockets = new ProcNetTcp(folder.resolve("net"));
      }
    } catch (IOException notAllowed) {
      // taken for our own, as most are
    }
  }

  private void closeForeign() {
    ProcNetTcp sockets = foreignSockets;
    foreignSockets = null;
    if (sockets != null) {
      sockets.close();
    }
  }

  @Override
  public void close() {
    processes.values().forEach(WatchedProcess::close);
    closeForeign();
  }
}
