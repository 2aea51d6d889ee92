package lockbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/// How long after a server got sick do the agent, HAProxy's own checks and monit act?
final class ReactionBench {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String RULES =
      """
      groups:
        - name: web
          rules:
            - alert: WebServerSick
              expr: probe_success == 0 and on(service) service_up == 1
              labels: { severity: critical }
              annotations: { summary: "{{ $labels.service }} runs but does not answer well" }
              remedy: restart
              mode: act
      """;

  private enum Sickness {
    HUNG("workers stopped (SIGSTOP)", 1_200),
    SAYS_503("health URL says 503", 600);

    private final String words;
    private final long aimMillis;

    Sickness(String words, long aimMillis) {
      this.words = words;
      this.aimMillis = aimMillis;
    }

    void begin(Nginx server) {
      switch (this) {
        case HUNG -> server.hang();
        case SAYS_503 -> server.healthy(false);
      }
    }

    void end(Nginx server) {
      switch (this) {
        case HUNG -> server.resume();
        case SAYS_503 -> server.healthy(true);
      }
    }
  }

  private record Options(int trials, boolean agent, boolean others) {}

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
    int trials = 8;
    boolean agent = true;
    boolean others = true;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--trials" -> trials = Integer.parseInt(args[++i]);
        case "--agent-only" -> others = false;
        case "--others-only" -> agent = false;
        default ->
            throw new Program.Trouble(
                "bench/reaction [--trials N] [--agent-only | --others-only]      N of each kind"
                    + " (8)");
      }
    }
    return new Options(trials, agent, others);
  }

  private static boolean run(Options options) throws Exception {
    Map<String, Map<Sickness, List<Long>>> millis = new LinkedHashMap<>();
    if (options.agent()) {
      try (Stand stand = Stand.withOwnParts()) {
        System.out.println("agent: probe every 500 ms with a timeout of 500 ms ...");
        var agent = new Agent(stand, RULES);
        for (Sickness sickness : Sickness.values()) {
          for (int i = 0; i < options.trials(); i++) {
            Nginx server = stand.servers.get(i % stand.servers.size());
            add(millis, "agent, drained", sickness, byAgent(stand, agent, server, sickness));
          }
        }
      }
    }
    if (options.others()) {
      try (Stand stand = Stand.withOwnParts()) {
        boolean withMonit = Program.find("monit").isPresent();
        System.out.println(
            "HAProxy's own check (inter 1s, fall 3)"
                + (withMonit
                    ? " and monit (1 s cycle) ..."
                    : " ...\nmonit is missing, so not compared with: apt-get install monit"));
        Monit monit = withMonit ? new Monit(stand) : null;
        Program.pause(Duration.ofSeconds(3));
        for (Sickness sickness : Sickness.values()) {
          for (int i = 0; i < options.trials(); i++) {
            Nginx server = stand.servers.get(i % stand.servers.size());
            byOthers(millis, stand, monit, server, sickness);
          }
        }
      }
    }
    return report(millis, options);
  }

  private static OptionalLong byAgent(Stand stand, Agent agent, Nginx server, Sickness sickness) {
    // away from the tick and the probes' rhythm
    Program.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000)));
    long start = System.nanoTime();
    sickness.begin(server);
    OptionalLong drained =
        measure(
            start,
            () -> {
              Haproxy.State state = stand.haproxy.states().get(server.name);
              return state != null && !state.ready();
            });
    if (sickness == Sickness.SAYS_503) {
      sickness.end(server);
    }
    boolean back =
        Program.await(
            Duration.ofSeconds(60),
            Agent.LOOK_EVERY,
            () ->
                agent.state(server.name).equals("serving")
                    && stand.haproxy.states().values().stream()
                        .allMatch(Haproxy.State::inRotation));
    if (!back) {
      throw new Program.Trouble(
          server.name
              + " did not come back, it is "
              + agent.state(server.name)
              + ":\n"
              + agent.logTail());
    }
    // longer than start_grace
    Program.pause(Duration.ofSeconds(2));
    return drained;
  }

  private static void byOthers(
      Map<String, Map<Sickness, List<Long>>> millis,
      Stand stand,
      Monit monit,
      Nginx server,
      Sickness sickness)
      throws Exception {
    if (monit != null) {
      monit.forget(server.name);
    }
    Program.pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000)));
    long start = System.nanoTime();
    sickness.begin(server);
    OptionalLong[] monitActed = {OptionalLong.empty()};
    Thread watcher =
        Thread.startVirtualThread(() -> {
          if (monit != null) {
            monitActed[0] = measure(start, () -> monit.acted(server.name));
          }
        });
    OptionalLong down =
        measure(
            start,
            () -> {
              Haproxy.State state = stand.haproxy.states().get(server.name);
              return state != null && !state.up();
            });
    watcher.join();
    sickness.end(server);
    if (monit != null) {
      add(millis, "monit, its action", sickness, monitActed[0]);
    }
    add(millis, "HAProxy, down", sickness, down);
    Program.await(
        PATIENCE,
        () -> stand.haproxy.states().values().stream().allMatch(Haproxy.State::inRotation));
    // monit sees it well again
    Program.pause(Duration.ofSeconds(3));
  }

  private static OptionalLong measure(long startNanos, BooleanSupplier happened) {
    return Program.await(PATIENCE, happened)
        ? OptionalLong.of((System.nanoTime() - startNanos) / 1_000_000)
        : OptionalLong.empty();
  }

  private static void add(
      Map<String, Map<Sickness, List<Long>>> millis,
      String who,
      Sickness sickness,
      OptionalLong time) {
    millis
        .computeIfAbsent(who, w -> new LinkedHashMap<>())
        .computeIfAbsent(sickness, s -> new ArrayList<>())
        .add(time.orElse(Long.MAX_VALUE));
    System.out.printf(
        "  %-18s %-26s %s%n",
        who, sickness.words, time.isPresent() ? time.getAsLong() + " ms" : "never");
  }

  private static boolean report(Map<String, Map<Sickness, List<Long>>> millis, Options options) {
    boolean good = true;
    System.out.printf(
        "%n%-18s %-26s %10s %10s %6s%n", "who", "sickness", "median", "worst", "trials");
    for (var who : millis.entrySet()) {
      for (var sickness : who.getValue().entrySet()) {
        Figures figures = Figures.of(sickness.getValue().stream().mapToLong(Long::longValue));
        boolean agents = who.getKey().startsWith("agent");
        boolean reached = figures.most() <= sickness.getKey().aimMillis;
        good &= !agents || reached;
        System.out.printf(
            "%-18s %-26s %10s %10s %6d%s%n",
            who.getKey(),
            sickness.getKey().words,
            words(figures.median()),
            words(figures.most()),
            sickness.getValue().size(),
            agents
                ? String.format(
                    Locale.ROOT,
                    "   aim: worst at most %d ms: %s",
                    sickness.getKey().aimMillis,
                    reached ? "reached" : "MISSED")
                : "");
      }
    }
    if (!options.agent()) {
      System.out.println("\nThe agent was not part of this run: no verdict.");
    }
    return good;
  }

  private static String words(long millis) {
    return millis == Long.MAX_VALUE ? "never" : millis + " ms";
  }

  private ReactionBench() {}
}
