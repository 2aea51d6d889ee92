package dev.lockkeeper.run;

import dev.lockkeeper.act.WayAnswer;
import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of each service at the moment: the latest answers of everybody. The loop's own.
final class ServiceBook {

  /// One service's page.
  static final class Page {
    final ServiceSpec spec;
    @Nullable ProbeResult probe;
    @Nullable ControlStatus control;
    String controlProblem = "";
    @Nullable Instant startedAt;
    List<TrafficStatus> traffic = List.of();
    String trafficProblem = "";
    @Nullable Moment trafficAt;
    int inFlight = -1;
    long restartsByAgent;
    long restartsByOthers;

    /// the main process that was seen last; 0 before the first
    private long knownPid;

    /// the agent itself has just started it: the next new process is its doing
    private boolean agentStarted;

    Page(ServiceSpec spec) {
      this.spec = spec;
    }

    void started() {
      agentStarted = true;
    }

    private void mainPid(long pid) {
      if (pid == 0 || pid == knownPid) {
        return;
      }
      if (knownPid != 0) {
        if (agentStarted) {
          restartsByAgent++;
        } else {
          restartsByOthers++;
        }
      }
      agentStarted = false;
      knownPid = pid;
    }
  }

  private final TreeMap<String, Page> pages = new TreeMap<>();

  /// Keeps what is known of services that stay as they are.
  void configure(Collection<ServiceSpec> specs) {
    var old = new TreeMap<>(pages);
    pages.clear();
    for (ServiceSpec spec : specs) {
      Page page = old.get(spec.name());
      pages.put(spec.name(), page != null && page.spec.equals(spec) ? page : new Page(spec));
    }
  }

  Collection<Page> pages() {
    return pages.values();
  }

  @Nullable Page page(String service) {
    return pages.get(service);
  }

  /// Whether every service has been asked for once, and has answered or refused to.
  boolean allSurveyed(Collection<ServiceSpec> specs) {
    return specs.stream()
        .allMatch(spec -> {
          Page page = pages.get(spec.name());
          return page != null && page.trafficAt != null;
        });
  }

  void surveyed(Arrival.Surveyed answer, Moment now) {
    Page page = pages.get(answer.service());
    if (page == null) {
      return;
    }
    traffic(page, answer.ways(), now);
    if (page.spec.control() != null) {
      // of a service without control nobody was asked: what discovery put down stays
      page.control = answer.control();
    }
    page.controlProblem = answer.controlProblem();
    page.startedAt = answer.startedAt();
    page.inFlight = answer.inFlight();
    if (answer.control() != null) {
      page.mainPid(answer.control().mainPid());
    }
  }

  void traffic(Page page, List<WayAnswer> ways, Moment now) {
    page.traffic =
        ways.stream()
            .filter(WayAnswer.Seen.class::isInstance)
            .map(way -> ((WayAnswer.Seen) way).status())
            .toList();
    page.trafficProblem =
        ways.stream()
            .filter(WayAnswer.Unreachable.class::isInstance)
            .map(way -> way.way() + ": " + ((WayAnswer.Unreachable) way).reason())
            .findFirst()
            .orElse("");
    page.trafficAt = now;
  }

  /// Requests in flight: what the server counts, else what the balancers count; -1 when nobody can
  /// tell.
  static int inFlight(Page page) {
    if (page.inFlight >= 0) {
      return page.inFlight;
    }
    int sum = -1;
    for (TrafficStatus way : page.traffic) {
      if (way.sessions() >= 0) {
        sum = Math.max(sum, 0) + way.sessions();
      }
    }
    return sum;
  }
}
