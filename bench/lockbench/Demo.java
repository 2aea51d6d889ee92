package lockbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The story in a minute: one of two web servers hangs under load, and the agent heals it; then the
/// same again with what people do without it, a stop and a start as soon as a probe fails.
final class Demo {
  private static final String RULES =
      """
      groups:
        - name: web
          rules:
            - alert: WebServerHung
              expr: probe_success == 0 and on(service) service_up == 1
              labels: { severity: critical }
              annotations: { summary: "{{ $labels.service }} accepts connections but does not answer" }
              remedy: restart
              mode: act
      """;

  /// A gentle load that a small machine carries beside everything else.
  private static void load(Clients clients) {
    clients.start(4, 60, 30, 2, 0);
  }

  /// @param outMillis time in which HAProxy sent the server nothing
  private record Outcome(String how, int requests, long failed, long late, long outMillis) {}

  public static void main(String[] args) {
    if (args.length > 0) {
      System.err.println("bin/demo takes no arguments");
      System.exit(2);
    }
    try {
      run();
      System.exit(0);
    } catch (Exception e) {
      Program.tell(e);
    }
    System.exit(1);
  }

  private static void run() throws Exception {
    try (Stand stand = Stand.withOwnParts();
        Rotation rotation = new Rotation(stand.haproxy)) {
      System.out.printf(
          """
          HAProxy on 127.0.0.1:%d before two nginx (web1, web2), in %s.
          Debian's defaults; option httpchk, check inter 1s. Everything is undone at the end; Ctrl-C is safe.

          """,
          stand.haproxy.port, stand.folder);
      List<Outcome> outcomes = new ArrayList<>();
      System.out.println("1. With the agent: probe every 500 ms, mode act. It starts ...");
      var agent = new Agent(stand, RULES);
      outcomes.add(
          play("the agent", stand, rotation, (server, clock) -> heal(server, agent, clock)));
      agent.end();
      System.out.println("\n2. Blind: as soon as the same probe fails, stop and start.");
      outcomes.add(play("blind stop and start", stand, rotation, Demo::stopAndStart));
      System.out.printf(
          "%n%-22s %9s %8s %8s %22s%n",
          "healed by", "requests", "failed", "late", "out of rotation");
      for (Outcome outcome : outcomes) {
        System.out.printf(
            Locale.ROOT,
            "%-22s %9d %8d %8d %20.1f s%n",
            outcome.how(),
            outcome.requests(),
            outcome.failed(),
            outcome.late(),
            outcome.outMillis() / 1000.0);
      }
      System.out.println(
          """

          Requests that the hung server had taken, and those that HAProxy went on sending to it until it was
          drained, are lost either way. Late: over 500 ms. A restart of a server that still answers loses none:
          bench/restart counts them.\
          """);
    }
  }

  @FunctionalInterface
  private interface Healing {
    void of(Nginx server, Clock clock);
  }

  /// Prints what happens, with the time since the hang.
  private static final class Clock {
    private final long startMillis = System.currentTimeMillis();

    void say(String words) {
      say(System.currentTimeMillis(), words);
    }

    void say(long atMillis, String words) {
      System.out.printf(Locale.ROOT, "  %+7.2f s  %s%n", (atMillis - startMillis) / 1000.0, words);
    }
  }

  private static Outcome play(String how, Stand stand, Rotation rotation, Healing healing) {
    List<Request> requests = new ArrayList<>();
    var clients =
        new Clients(
            stand.haproxy.port,
            request -> {
              synchronized (requests) {
                requests.add(request);
              }
            });
    load(clients);
    Program.pause(Duration.ofSeconds(3));
    Nginx server = stand.server("web1");
    var clock = new Clock();
    server.hang();
    clock.say(
        "web1 hangs: its workers are stopped (SIGSTOP); " + count(requests) + " requests so far");
    try {
      healing.of(server, clock);
      Program.await(
          Duration.ofSeconds(15),
          () -> stand.haproxy.states().values().stream().allMatch(Haproxy.State::inRotation));
      Program.pause(Duration.ofSeconds(2));
    } finally {
      clients.stop();
    }
    long out =
        rotation.outs("web1", clock.startMillis).stream().mapToLong(Rotation.Out::millis).sum();
    synchronized (requests) {
      return new Outcome(
          how,
          requests.size(),
          requests.stream().filter(Request::failed).count(),
          requests.stream().filter(Request::late).count(),
          out);
    }
  }

  private static int count(List<Request> requests) {
    synchronized (requests) {
      return requests.size();
    }
  }

  /// Shows the agent's incident as it grows, until the server is back.
  private static void heal(Nginx server, Agent agent, Clock clock) {
    Map<String, Integer> shown = new HashMap<>();
    boolean back =
        Program.await(
            Duration.ofSeconds(60),
            Agent.LOOK_EVERY,
            () -> {
              // first the state: what led to it is in the incident then
              String state = agent.state(server.name);
              agent.incidents().stream()
                  .filter(incident -> incident.service().equals(server.name))
                  .forEach(incident -> tell(incident, shown, clock));
              return !shown.isEmpty() && (state.equals("watching") || state.equals("serving"));
            });
    if (!back) {
      throw new Program.Trouble(
          server.name + " is " + agent.state(server.name) + ":\n" + agent.logTail());
    }
    clock.say(server.name + " is back in rotation");
  }

  /// Prints the steps that have not been printed yet.
  private static void tell(Agent.Incident incident, Map<String, Integer> shown, Clock clock) {
    List<Agent.Step> steps = incident.steps();
    for (Agent.Step step : steps.subList(shown.getOrDefault(incident.id(), 0), steps.size())) {
      clock.say(step.at().toEpochMilli(), String.format("%-10s %s", step.state(), step.text()));
    }
    shown.put(incident.id(), steps.size());
  }

  private static void stopAndStart(Nginx server, Clock clock) {
    while (server.healthStatus() == 200) {
      Program.pause(Duration.ofMillis(500));
    }
    clock.say("the probe failed");
    server.restartHard();
    clock.say("stopped and started");
  }

  private Demo() {}
}
