package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What each watched service's processes and sockets do.
///
/// Every run reads each process and thread that is known; all processes of the machine are looked
/// through only every few seconds, or when a service's main process changed or a process ended.
public final class ServiceCollector implements Collector {
  private static final Duration LOOK_FOR_PROCESSES = Duration.ofSeconds(2);

  /// With more processes than this on the machine they are looked through less often.
  private static final int PROCESSES_PER_LOOK = 200;

  private static final Duration LOOK_FOR_PORTS = Duration.ofSeconds(30);
  private static final Duration LOOK_FOR_MISSING_PORTS = Duration.ofSeconds(2);

  private final Roots roots;
  private final Supplier<List<WatchedService>> services;
  private final long pageBytes;
  private final TcpSockets sockets;
  private final BootTime bootTime;
  private final ProcessTable table;
  private final ListeningPorts listening;
  private final ProcFile delayAccounting;
  private final Map<String, ServiceWatch> watches = new HashMap<>();
  private final List<PortFigures> ownPorts = new ArrayList<>();
  private @Nullable Moment lookedForProcesses;
  private @Nullable Moment lookedForPorts;

  /// @param services the latest snapshot; called by the collector's thread
  public ServiceCollector(Roots roots, Supplier<List<WatchedService>> services) {
    this(roots, services, LibC.pageBytes(), new OwnSockets(roots.proc("self/net")));
  }

  ServiceCollector(
      Roots roots, Supplier<List<WatchedService>> services, long pageBytes, TcpSockets sockets) {
    this.roots = roots;
    this.services = services;
    this.pageBytes = pageBytes;
    this.sockets = sockets;
    bootTime = new BootTime(roots);
    table = new ProcessTable(roots.proc());
    listening = new ListeningPorts(roots.proc());
    delayAccounting = new ProcFile(roots.proc("sys/kernel/task_delayacct"));
  }

  @Override
  public String name() {
    return "service";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return ServiceSeries.CATALOGUE;
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    List<WatchedService> watched = services.get();
    forgetOthers(watched);
    lookForProcesses(now, watched);
    lookForPorts(now, watched);
    double boot = bootTime.seconds();
    boolean delaysMeasured = delaysMeasured();
    for (WatchedService service : watched) {
      watch(service).sample(now, boot, pageBytes, delaysMeasured, sink);
    }
    sampleSockets(watched, sink);
  }

  private void forgetOthers(List<WatchedService> watched) {
    watches
        .entrySet()
        .removeIf(entry -> {
          for (WatchedService service : watched) {
            if (service.service().equals(entry.getKey())) {
              return false;
            }
          }
          entry.getValue().close();
          return true;
        });
  }

  private ServiceWatch watch(WatchedService service) {
    return watches.computeIfAbsent(service.service(), name -> new ServiceWatch(name, roots.proc()));
  }

  private void lookForProcesses(Moment now, List<WatchedService> watched) throws IOException {
    Moment last = lookedForProcesses;
    boolean look = last == null || now.reached(last, LOOK_FOR_PROCESSES.multipliedBy(effort()));
    for (int i = 0; i < watched.size() && !look; i++) {
      look = watch(watched.get(i)).wantsTree(watched.get(i));
    }
    if (!look || watched.isEmpty()) {
      return;
    }
    table.scan();
    lookedForProcesses = now;
    for (WatchedService service : watched) {
      long main = service.mainPid();
      watch(service).tree(service, main > 0 ? table.tree(main) : List.of());
    }
  }

  private int effort() {
    return 1 + table.size() / PROCESSES_PER_LOOK;
  }

  private void lookForPorts(Moment now, List<WatchedService> watched) throws IOException {
    Moment last = lookedForPorts;
    boolean derive = last == null || now.reached(last, LOOK_FOR_PORTS);
    boolean missing = false;
    for (WatchedService service : watched) {
      ServiceWatch watch = watch(service);
      if (!service.ports().isEmpty()) {
        watch.ports(service.ports());
      } else if (service.mainPid() > 0 && !watch.hasPorts()) {
        missing = true;
      }
    }
    if (!derive && !(missing && last != null && now.reached(last, LOOK_FOR_MISSING_PORTS))) {
      return;
    }
    lookedForPorts = now;
    for (WatchedService service : watched) {
      if (service.ports().isEmpty() && service.mainPid() > 0) {
        ServiceWatch watch = watch(service);
        TcpSockets foreign = watch.foreignSockets();
        listening.look(foreign == null ? sockets : foreign);
        watch.ports(listening.of(watch.processNumbers()));
      }
    }
  }

  private void sampleSockets(List<WatchedService> watched, SampleSink sink) throws IOException {
    ownPorts.clear();
    for (WatchedService service : watched) {
      ServiceWatch watch = watch(service);
      TcpSockets foreign = watch.foreignSockets();
      watch.ports().forEach(PortFigures::begin);
      if (foreign == null) {
        ownPorts.addAll(watch.ports());
      } else {
        sample(foreign, watch.ports(), sink);
      }
    }
    if (!ownPorts.isEmpty()) {
      sample(sockets, ownPorts, sink);
    }
  }

  private static void sample(TcpSockets from, List<PortFigures> ports, SampleSink sink)
      throws IOException {
    try {
      from.visit((port, state, queue, limit, inode) -> {
        for (int i = 0; i < ports.size(); i++) {
          ports.get(i).socket(port, state, queue, limit, inode);
        }
      });
    } catch (NoSuchFileException ended) {
      // the namespace went with the service's last process
      return;
    }
    for (PortFigures port : ports) {
      port.sample(sink);
    }
  }

  /// `kernel.task_delayacct`; kernels before 5.14 have no such switch and always measure.
  private boolean delaysMeasured() throws IOException {
    try {
      Text text = delayAccounting.read();
      return !(text.word() && text.wordIs("0"));
    } catch (NoSuchFileException absent) {
      return true;
    }
  }
}
