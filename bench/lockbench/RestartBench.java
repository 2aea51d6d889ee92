package lockbench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// Restarts by the agent beside blind ones, on the same stand and under the same load: what do the
/// clients notice, and where does the time out of rotation go?
final class RestartBench {
  /// Aim: time out of rotation that nobody else needs.
  private static final long OWN_SHARE_MILLIS = 300;

  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /// @param restarts of each kind
  /// @param spacing between two restarts at least
  private record Options(int restarts, Duration spacing, boolean agent, boolean blind, Path lab) {}

  /// One restart and what happened until the next.
  private record Trial(String server, long fromMillis) {}

  /// @param requests what was answered, or not, between this restart and the next
  private record Result(String how, Trial trial, List<Request> requests, Optional<Parts> parts) {
    long failed() {
      return requests.stream().filter(Request::failed).count();
    }

    long late() {
      return requests.stream().filter(Request::late).count();
    }

    long stale() {
      return requests.stream().filter(Request::stale).count();
    }
  }

  /// Where the time out of rotation went; all in milliseconds. Without `rise` their sum is what
  /// passed from HAProxy's first "drained" to its "ready".
  ///
  /// @param longest the longest that a request went on which was in flight at the drain
  /// @param seen from its end to the order to stop: noticing it, checking the drain, the journal
  /// @param stop from that order until the last process was gone
  /// @param start what the server needs to start
  /// @param verify what the proof of health took beyond `good_for`
  /// @param ready from that proof to HAProxy's "ready"
  /// @param rise from there to HAProxy's "up"
  private record Parts(
      long longest,
      long seen,
      long stop,
      long start,
      long goodFor,
      long verify,
      long ready,
      long rise) {
    long out() {
      return longest + start + goodFor + rise + rest();
    }

    /// What nobody else needs; the server's own stop is counted here too.
    long rest() {
      return seen + stop + verify + ready;
    }
  }

  @FunctionalInterface
  private interface Restart {
    void of(Nginx server) throws Exception;
  }

  public static void main(String[] args) {
    try {
      boolean good = run(options(args));
      System.out.flush();
      System.exit(good ? 0 : 1);
    } catch (Exception e) {
      Program.tell(e);
    }
    System.exit(2);
  }

  private static Options options(String[] args) {
    int restarts = 10;
    long spacing = 8;
    boolean agent = true;
    boolean blind = true;
    boolean ownLoad = false;
    Path lab = Path.of(System.getProperty("lockbench.lab", "nowhere"));
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--restarts" -> restarts = Integer.parseInt(args[++i]);
        case "--spacing" -> spacing = Long.parseLong(args[++i]);
        case "--agent-only" -> blind = false;
        case "--blind-only" -> agent = false;
        case "--own-load" -> ownLoad = true;
        default ->
            throw new Program.Trouble(
                """
                bench/restart [--restarts N] [--spacing SECONDS] [--agent-only | --blind-only] [--own-load]
                  N restarts of each kind (10), one each SECONDS (8) or later; the lab's load where it is, else our own\
                """);
      }
    }
    return new Options(
        restarts, Duration.ofSeconds(spacing), agent, blind, ownLoad ? Path.of("nowhere") : lab);
  }

  private static boolean run(Options options) throws Exception {
    try (Stand stand = Stand.withLab(options.lab());
        Rotation rotation = new Rotation(stand.haproxy)) {
      System.out.printf(
          "Two nginx behind HAProxy (option httpchk, check inter 1s, no retry options); load: %s, 8"
              + " 100 50 4 1%n",
          stand.lab ? "the lab's" : "our own (Clients.java)");
      List<Result> all = new ArrayList<>();
      if (options.agent()) {
        var agent = new Agent(stand, "groups: []\n");
        all.addAll(phase("agent", options, stand, rotation, agent::restart, Optional.of(agent)));
      }
      if (options.blind()) {
        all.addAll(
            phase("blind, hard", options, stand, rotation, Nginx::restartHard, Optional.empty()));
        all.addAll(
            phase(
                "blind, polite", options, stand, rotation, Nginx::restartPolite, Optional.empty()));
      }
      return report(all);
    }
  }

  private static List<Result> phase(
      String how,
      Options options,
      Stand stand,
      Rotation rotation,
      Restart restart,
      Optional<Agent> agent)
      throws Exception {
    Duration longest = options.spacing().multipliedBy(options.restarts()).plus(WARM_UP);
    long seconds = longest.plusSeconds(4).toSeconds();
    System.out.printf("%s: %d restarts, %d s of load ...%n", how, options.restarts(), seconds);
    var load = new LoadRun(stand, options.lab(), (int) seconds, how.replaceAll("\\W+", "-"));
    Program.pause(WARM_UP);
    List<Trial> trials = new ArrayList<>();
    long next = System.nanoTime();
    for (int i = 0; i < options.restarts(); i++) {
      if (!load.running()) {
        throw new Program.Trouble(
            "The restarts took longer than the load; try a greater --spacing");
      }
      Nginx server = stand.servers.get(i % stand.servers.size());
      trials.add(new Trial(server.name, System.currentTimeMillis()));
      restart.of(server);
      next += options.spacing().toNanos();
      Program.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
    }
    List<Request> requests = load.requests();
    List<Agent.Incident> incidents = agent.map(Agent::incidents).orElse(List.of());
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      long until = i + 1 < trials.size() ? trials.get(i + 1).fromMillis() : Long.MAX_VALUE;
      List<Request> between =
          requests.stream()
              .filter(r -> r.endMillis() >= trial.fromMillis() && r.endMillis() < until)
              .toList();
      results.add(
          new Result(how, trial, between, parts(trial, until, rotation, requests, incidents)));
    }
    long total = requests.size();
    System.out.printf(
        "  %d requests, %d failed, %d late, %d stale%n",
        total,
        requests.stream().filter(Request::failed).count(),
        requests.stream().filter(Request::late).count(),
        requests.stream().filter(Request::stale).count());
    return results;
  }

  private static Optional<Parts> parts(
      Trial trial,
      long untilMillis,
      Rotation rotation,
      List<Request> requests,
      List<Agent.Incident> incidents) {
    Optional<Rotation.Out> out =
        rotation.outs(trial.server(), trial.fromMillis()).stream()
            .filter(o -> o.fromMillis() < untilMillis)
            .findFirst();
    Optional<Agent.Incident> incident =
        incidents.stream()
            .filter(i -> i.service().equals(trial.server()))
            .filter(i -> !i.steps().isEmpty())
            .filter(i -> i.steps().getLast().at().toEpochMilli() >= trial.fromMillis())
            .filter(i -> i.steps().getFirst().at().toEpochMilli() < untilMillis)
            .findFirst();
    if (out.isEmpty() || incident.isEmpty()) {
      return Optional.empty();
    }
    long drained = out.get().fromMillis();
    long longest =
        requests.stream()
            .filter(r -> r.backend().equals(trial.server()))
            .filter(r -> r.startMillis() <= drained && r.endMillis() >= drained)
            .mapToLong(r -> r.endMillis() - drained)
            .max()
            .orElse(0);
    return parts(out.get(), longest, incident.get());
  }

  /// A step is told in the state that it ends, but "asked to stop", which begins its state.
  private static Optional<Parts> parts(Rotation.Out out, long longest, Agent.Incident incident) {
    List<Agent.Step> steps = incident.steps();
    OptionalLong asked = steps.stream().filter(in("stopping")).mapToLong(MILLIS).min();
    OptionalLong stopped = steps.stream().filter(in("stopping")).mapToLong(MILLIS).max();
    OptionalLong started = steps.stream().filter(in("starting")).mapToLong(MILLIS).max();
    OptionalLong proven = steps.stream().filter(in("verifying")).mapToLong(MILLIS).max();
    if (asked.isEmpty() || stopped.isEmpty() || started.isEmpty() || proven.isEmpty()) {
      return Optional.empty();
    }
    long goodFor = Agent.GOOD_FOR.toMillis();
    return Optional.of(
        new Parts(
            longest,
            asked.getAsLong() - out.fromMillis() - longest,
            stopped.getAsLong() - asked.getAsLong(),
            started.getAsLong() - stopped.getAsLong(),
            goodFor,
            proven.getAsLong() - started.getAsLong() - goodFor,
            out.readyMillis() - proven.getAsLong(),
            out.toMillis() - out.readyMillis()));
  }

  private static final ToLongFunction<Agent.Step> MILLIS = step -> step.at().toEpochMilli();

  private static Predicate<Agent.Step> in(String state) {
    return step -> step.state().equals(state);
  }

  private static boolean report(List<Result> results) {
    System.out.printf(
        "%nMilliseconds; rest = out - longest - start - good_for - rise = seen + stop + verify +"
            + " ready%n");
    System.out.printf(
        "%-14s %-6s %6s %5s %5s | %5s %7s %5s %8s %4s | %4s = %4s + %4s + %6s + %5s%n",
        "restart",
        "server",
        "failed",
        "late",
        "stale",
        "out",
        "longest",
        "start",
        "good_for",
        "rise",
        "rest",
        "seen",
        "stop",
        "verify",
        "ready");
    for (Result result : results) {
      String parts =
          result
              .parts()
              .map(p ->
                  String.format(
                      Locale.ROOT,
                      " | %5d %7d %5d %8d %4d | %4d = %4d + %4d + %6d + %5d",
                      p.out(),
                      p.longest(),
                      p.start(),
                      p.goodFor(),
                      p.rise(),
                      p.rest(),
                      p.seen(),
                      p.stop(),
                      p.verify(),
                      p.ready()))
              .orElse("");
      System.out.printf(
          "%-14s %-6s %6d %5d %5d%s%n",
          result.how(),
          result.trial().server(),
          result.failed(),
          result.late(),
          result.stale(),
          parts);
    }
    System.out.printf(
        "%nPer restart, least / median / most:%n%-14s %16s %16s %16s%n",
        "", "failed", "late", "stale");
    for (String how : results.stream().map(Result::how).distinct().toList()) {
      System.out.printf(
          "%-14s %16s %16s %16s%n",
          how,
          of(results, how, Result::failed),
          of(results, how, Result::late),
          of(results, how, Result::stale));
    }
    return verdict(results);
  }

  private static Figures of(List<Result> results, String how, ToLongFunction<Result> figure) {
    return Figures.of(results.stream().filter(r -> r.how().equals(how)).mapToLong(figure));
  }

  private static boolean verdict(List<Result> results) {
    List<Result> agents = results.stream().filter(r -> r.how().equals("agent")).toList();
    if (agents.isEmpty()) {
      System.out.println("\nNo restarts by the agent in this run: no verdict.");
      return true;
    }
    long failed = agents.stream().mapToLong(Result::failed).sum();
    long late = agents.stream().mapToLong(Result::late).sum();
    List<Parts> parts = agents.stream().flatMap(r -> r.parts().stream()).toList();
    Figures rest = Figures.of(parts.stream().mapToLong(Parts::rest));
    boolean measured = parts.size() == agents.size();
    System.out.printf(
        "%nBy the agent: %d failed and %d late in %d restarts (aim: 0 and 0): %s%n",
        failed, late, agents.size(), failed + late == 0 ? "reached" : "MISSED");
    System.out.printf(
        "Its own share of the time out of rotation, ms: %s (aim: at most %d)%s: %s%n",
        rest,
        OWN_SHARE_MILLIS,
        measured ? "" : ", known for " + parts.size() + " of " + agents.size(),
        measured && rest.most() <= OWN_SHARE_MILLIS ? "reached" : "MISSED");
    return failed + late == 0 && measured && rest.most() <= OWN_SHARE_MILLIS;
  }

  private RestartBench() {}
}
