package dev.lockkeeper.act;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.ServiceSpec.DrainSpec.Then;
import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.TrafficStatus.Admin;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// Two servers behind one balancer, a service manager, a journal and an agent, in simulated time.
/// Everything can be broken; nothing waits.
final class FakeWorld {
  static final long START_MILLIS = 1_795_457_730_000L; // 2026-11-23 18:15:30 UTC
  private static final long STEP_NANOS = 10_000_000;
  private static final int PID_OF_FIRST_BALANCER = 100;

  /// One server and all that can be wrong with it.
  static final class Server {
    final String name;
    boolean running = true;
    boolean hung;
    boolean stopHangs;
    boolean killFails;
    boolean startFails;
    boolean startHangs;
    boolean sickAfterStart;
    boolean controlSilent;
    boolean upLate;
    Admin admin = Admin.READY;
    boolean drainedByAgent;
    long pid = 1000;
    int inFlight;
    int stops;
    int starts;
    @Nullable Moment firingSince;
    boolean unknown;

    Server(String name) {
      this.name = name;
    }

    boolean healthy() {
      return running && !hung;
    }
  }

  private record Pending(long at, long order, Runnable what) {}

  final Map<String, Server> servers = new TreeMap<>();
  final Map<String, JournalEntry> journal = new LinkedHashMap<>();
  final Map<String, Incident> incidents = new LinkedHashMap<>();
  final List<PastRemediation> remembered = new ArrayList<>();
  final List<Effect> effects = new ArrayList<>();
  final List<String> broken = new ArrayList<>();
  boolean balancerUp = true;
  long balancerPid = PID_OF_FIRST_BALANCER;
  boolean journalBroken;
  int minHealthy = 1;
  long answerMillis = 2;
  DoubleSupplier random = () -> 0.5;
  Duration drainDeadline = Duration.ofSeconds(10);
  Then then = Then.PROCEED;
  Remediations agent;
  long nanos = 5_000_000_000L;

  private final PriorityQueue<Pending> pending =
      new PriorityQueue<>(Comparator.comparingLong(Pending::at).thenComparingLong(Pending::order));
  private long order;
  private long reloadedAt = Long.MIN_VALUE / 2;
  private int process;

  FakeWorld(String... names) {
    for (String name : names) {
      servers.put(name, new Server(name));
    }
    agent = new Remediations(() -> random.getAsDouble());
    agent.configure(specs(), now());
  }

  Moment now() {
    return new Moment(START_MILLIS + (nanos - 5_000_000_000L) / 1_000_000, nanos);
  }

  Server server(String name) {
    Server server = servers.get(name);
    if (server == null) {
      throw new IllegalArgumentException(name);
    }
    return server;
  }

  private List<ServiceSpec> specs() {
    return servers.values().stream().map(server -> spec(server.name)).toList();
  }

  ServiceSpec spec(String name) {
    return new ServiceSpec(
        name,
        Mode.ACT,
        new ControlSpec.Systemd(name + ".service", null),
        new ProbeSpec.Tcp("127.0.0.1", 80, Duration.ofSeconds(1), Duration.ofSeconds(1)),
        List.of(),
        List.of(new TrafficSpec.Haproxy("/run/haproxy.sock", "web", name, minHealthy)),
        null,
        Duration.ofSeconds(5),
        Duration.ofSeconds(4),
        new ServiceSpec.DrainSpec(drainDeadline, Duration.ofSeconds(3), then),
        new ServiceSpec.VerifySpec(Duration.ofSeconds(1), Duration.ofSeconds(8), List.of()),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        new ServiceSpec.GuardSpec(
            Duration.ofMinutes(10), 4, Duration.ofHours(24), Duration.ofMinutes(15)));
  }

  /// Uses changed settings.
  FakeWorld reconfigure() {
    agent.configure(specs(), now());
    return this;
  }

  RemediationState state(String name) {
    return agent.standings().stream()
        .filter(standing -> standing.service().equals(name))
        .map(Standing::state)
        .findFirst()
        .orElse(RemediationState.SERVING);
  }

  void hang(String name) {
    Server server = server(name);
    server.hung = true;
    server.firingSince = now();
  }

  void well(String name) {
    Server server = server(name);
    server.hung = false;
    server.firingSince = null;
  }

  void reloadBalancer() {
    balancerPid++;
    reloadedAt = nanos;
    servers.values().forEach(server -> server.admin = Admin.READY);
  }

  /// SIGKILL: what was on its way is lost, and a new process reads the journal.
  void killAgent() {
    process++;
    incidents.values().removeIf(FakeWorld::heldOnly); // requests come again by themselves
    agent = new Remediations(() -> random.getAsDouble());
    var open = journal.values().stream().filter(entry -> !entry.closed()).toList();
    var recovery = agent.recover(open, now());
    agent.configure(specs(), now());
    perform(recovery);
  }

  private static boolean heldOnly(Incident incident) {
    return incident.outcome() == Incident.Outcome.HELD && incident.endedAt() == null;
  }

  /// names of rules that were taken out of the rule files
  final java.util.Set<String> gone = new java.util.HashSet<>();

  // --- time

  /// Goes on until a service is in a state.
  void until(String name, RemediationState state) {
    for (int i = 0; i < 20_000; i++) {
      if (state(name) == state) {
        return;
      }
      step();
    }
    throw new AssertionError(
        name + " never got to " + state + ", it is " + state(name) + "\n" + story(name));
  }

  void pass(Duration time) {
    for (long end = nanos + time.toNanos(); nanos < end; ) {
      step();
    }
  }

  void step() {
    nanos += STEP_NANOS;
    while (!pending.isEmpty() && pending.peek().at() <= nanos) {
      pending.remove().what().run();
    }
    long tick = nanos / STEP_NANOS;
    if (tick % 10 == 0) {
      for (Server server : servers.values()) {
        probe(server);
        if (server.inFlight > 0 && server.healthy() && server.admin != Admin.READY) {
          server.inFlight--;
        }
      }
    }
    if (tick % 5 == 0) {
      perform(agent.decided(decisions(), now()));
      perform(agent.tick(alerts(), gone, now()));
    }
    check();
  }

  private void probe(Server server) {
    boolean good = server.healthy();
    perform(
        agent.on(
            server.name,
            new Event.Probed(
                new ProbeResult(
                    now(),
                    good,
                    Duration.ofMillis(1),
                    good ? 200 : 0,
                    good ? "" : "no answer within 1 s")),
            now()));
    if (good && server.firingSince != null && server.stops > 0 && !server.unknown) {
      server.firingSince = null; // the rule is about the probe
    }
  }

  List<Alert> alerts() {
    var alerts = new ArrayList<Alert>();
    for (Server server : servers.values()) {
      if (server.firingSince != null) {
        Verdict firing = new Verdict.Firing(server.firingSince, false);
        alerts.add(
            new Alert(
                "WebServerHung",
                Labels.of("service", server.name),
                Map.of(),
                server.unknown ? new Verdict.Unknown("no answer for 3 s", firing) : firing,
                1,
                server.firingSince.instant(),
                Remedy.RESTART,
                Mode.ACT));
      }
    }
    return alerts;
  }

  boolean deciding = true;

  private List<Decision> decisions() {
    var decisions = new ArrayList<Decision>();
    boolean begun = agent.running().isPresent();
    for (Server server : servers.values()) {
      if (server.firingSince == null || !deciding) {
        continue;
      }
      var request = request(server.name, server.firingSince.instant());
      boolean cooling =
          remembered.stream()
              .anyMatch(past ->
                  past.service().equals(server.name)
                      && past.actedAt().isAfter(now().instant().minusSeconds(60)));
      if (server.unknown) {
        decisions.add(hold(request, HoldReason.Kind.UNKNOWN_INPUT));
      } else if (begun || state(server.name) != RemediationState.SERVING) {
        decisions.add(hold(request, HoldReason.Kind.REMEDIATION_RUNNING));
      } else if (cooling) {
        decisions.add(hold(request, HoldReason.Kind.COOLDOWN));
      } else {
        decisions.add(new Decision.Act(request));
        begun = true;
      }
    }
    return decisions;
  }

  private static Decision hold(RemedyRequest request, HoldReason.Kind kind) {
    return new Decision.Hold(request, List.of(new HoldReason(kind, "as the test says")));
  }

  static RemedyRequest request(String service, Instant since) {
    return new RemedyRequest(
        service, Remedy.RESTART, RemedyRequest.Trigger.RULE, "WebServerHung", Mode.ACT, since);
  }

  // --- the world

  void perform(List<Effect> list) {
    for (Effect effect : list) {
      effects.add(effect);
      if (!perform(effect)) {
        return;
      }
    }
  }

  private boolean perform(Effect effect) {
    Server server = server(effect.service());
    switch (effect) {
      case Effect.WriteJournal write -> {
        if (journalBroken) {
          if (write.required()) {
            answer(server, new Event.JournalFailed(write.id(), "no space left on device"));
            return false;
          }
        } else {
          journal.put(server.name, write.entry());
        }
      }
      case Effect.InspectTraffic ask -> later(server, () -> traffic(ask.id()));
      case Effect.DrainTraffic drain ->
          later(
              server,
              () -> {
                if (balancerUp && !drain.ways().isEmpty()) {
                  server.admin = Admin.DRAIN;
                }
                return traffic(drain.id());
              });
      case Effect.ReadyTraffic ready ->
          later(
              server,
              () -> {
                if (balancerUp && !ready.ways().isEmpty()) {
                  if (server.admin == Admin.MAINT) {
                    broken.add("undid the administrator's maintenance of " + server.name);
                  }
                  server.admin = Admin.READY;
                }
                return traffic(ready.id());
              });
      case Effect.CountInFlight count ->
          later(
              server,
              () ->
                  new Event.InFlightCounted(
                      count.id(), server.healthy() ? server.inFlight : -1, server.inFlight));
      case Effect.ReadControl read ->
          later(
              server,
              () ->
                  server.controlSilent
                      ? new Event.ControlSeen(read.id(), null, "no reply")
                      : new Event.ControlSeen(
                          read.id(),
                          new ControlStatus(
                              server.running,
                              server.running ? server.pid : 0,
                              server.running ? "active (running)" : "inactive (dead)"),
                          ""));
      case Effect.Stop stop -> {
        checkStop(server);
        if (!server.stopHangs) {
          later(
              server,
              () -> {
                gone(server);
                return new Event.Stopped(stop.id(), "");
              });
        }
      }
      case Effect.Kill kill ->
          later(
              server,
              () -> {
                if (server.killFails) {
                  return new Event.Killed(kill.id(), "still there");
                }
                gone(server);
                return new Event.Killed(kill.id(), "");
              });
      case Effect.Start start -> {
        if (!server.startHangs) {
          later(
              server,
              () -> {
                if (server.startFails) {
                  return new Event.Started(start.id(), "exit status 1");
                }
                if (!server.running) {
                  server.running = true;
                  server.pid++;
                  server.starts++;
                  server.hung = server.sickAfterStart;
                }
                return new Event.Started(start.id(), "");
              });
        }
      }
      case Effect.Reload reload -> later(server, () -> new Event.Reloaded(reload.id(), ""));
      case Effect.ProbeFast fast -> {}
      case Effect.WarmUp warm -> later(server, () -> new Event.WarmedUp(warm.id(), List.of()));
      case Effect.Publish publish -> incidents.put(publish.incident().id(), publish.incident());
      case Effect.Remember remember -> {
        remembered.removeIf(past -> past.incident().equals(remember.past().incident()));
        remembered.add(remember.past());
      }
    }
    return true;
  }

  private static void gone(Server server) {
    if (server.running) {
      server.running = false;
      server.stops++;
      server.inFlight = 0;
    }
  }

  Event.TrafficAnswered traffic(long id) {
    // replaced by the service's own answer in `later`
    return new Event.TrafficAnswered(id, List.of());
  }

  private WayAnswer way(Server server) {
    String way = "haproxy web/" + server.name;
    if (!balancerUp) {
      return new WayAnswer.Unreachable(way, "connection refused");
    }
    int others = 0;
    for (Server other : servers.values()) {
      if (other != server && other.admin == Admin.READY && other.healthy()) {
        others++;
      }
    }
    return new WayAnswer.Seen(
        new TrafficStatus(
            way,
            server.admin,
            server.healthy() && !server.upLate,
            server.inFlight,
            others,
            minHealthy,
            balancerPid,
            server.healthy() ? "UP" : "DOWN (L7TOUT)"));
  }

  private interface Answering {
    Event answer();
  }

  private void later(Server server, Answering what) {
    int asked = process;
    pending.add(
        new Pending(
            nanos + answerMillis * 1_000_000,
            order++,
            () -> {
              Event event = what.answer(); // the world changes also when the agent is gone
              if (event instanceof Event.TrafficAnswered traffic) {
                event = new Event.TrafficAnswered(traffic.id(), List.of(way(server)));
              }
              if (asked == process) {
                perform(agent.on(server.name, event, now()));
              }
            }));
  }

  private void answer(Server server, Event event) {
    pending.add(new Pending(nanos, order++, () -> perform(agent.on(server.name, event, now()))));
  }

  // --- what must always hold

  private void checkStop(Server server) {
    if (server.admin == Admin.READY && nanos - reloadedAt > 100_000_000L && balancerUp) {
      broken.add(server.name + " was stopped while it had traffic");
    }
    JournalEntry last = journal.get(server.name);
    if (last == null || last.intent() != JournalEntry.Intent.STOP) {
      broken.add(server.name + " was stopped without an entry in the journal: " + last);
    }
  }

  private void check() {
    long out = servers.values().stream().filter(server -> server.admin == Admin.DRAIN).count();
    if (out > 1 && minHealthy > 0) {
      broken.add("both are out of traffic at " + now().instant());
    }
    long running =
        agent.standings().stream()
            .filter(standing ->
                switch (standing.state()) {
                  case SERVING, WATCHING, HELD_OUT -> false;
                  default -> true;
                })
            .count();
    if (running > 1) {
      broken.add("two remediations at " + now().instant());
    }
  }

  /// The latest incident of a service as a person reads it: seconds since the start, state, text.
  String story(String name) {
    var text = new StringBuilder();
    Incident last = incident(name);
    if (last == null) {
      return "nothing";
    }
    for (Incident.Step step : last.steps()) {
      text.append(
          String.format(
              java.util.Locale.ROOT,
              "%6.2f %-10s %s%n",
              Duration.between(Instant.ofEpochMilli(START_MILLIS), step.at()).toMillis() / 1000.0,
              step.state().text(),
              step.text()));
    }
    return text.append(last.outcome().text())
        .append(last.endedAt() == null ? " (open)" : "")
        .append('\n')
        .toString();
  }

  @Nullable Incident incident(String name) {
    Incident last = null;
    for (Incident incident : incidents.values()) {
      if (incident.request().service().equals(name)) {
        last = incident;
      }
    }
    return last;
  }
}
