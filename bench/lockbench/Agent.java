package lockbench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The agent as a user runs it: `lockkeeper run` with a configuration of its own for the two
/// servers of a [Stand]. It is watched through its HTTP interface and ordered about at the command
/// line.
final class Agent {
  static final Duration GOOD_FOR = Duration.ofSeconds(1);

  /// How often it is asked how it stands: seldom, since each answer takes its time from its work.
  static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Path program = Path.of(System.getProperty("lockbench.root"), "bin", "lockkeeper");
  private final Path config;
  private final Path log;
  private final int httpPort;
  private final Process process;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /// @param rules text of a rule file
  Agent(Stand stand, String rules) throws IOException {
    Path folder = Files.createDirectories(stand.folder.resolve("agent"));
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/rules.yml"), rules);
    httpPort = Stand.freePorts(1)[0];
    config = folder.resolve("config.yml");
    log = folder.resolve("agent.log");
    Files.writeString(config, configuration(stand, folder, httpPort));
    process =
        new ProcessBuilder(program.toString(), "run", "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    stand.undoing(() -> Program.end(process));
    boolean ready =
        Program.await(
            Duration.ofSeconds(90),
            LOOK_EVERY,
            () -> {
              if (!process.isAlive()) {
                throw new Program.Trouble("The agent ended:\n" + logTail());
              }
              // only ours: it also finds, and observes, whatever else runs on this machine
              return stand.servers.stream().allMatch(s -> "serving".equals(state(s.name)));
            });
    if (!ready) {
      throw new Program.Trouble("The agent did not get ready:\n" + logTail());
    }
  }

  private static String configuration(Stand stand, Path folder, int httpPort) {
    return """
    mode: act
    interval: 1s
    rules: [ rules/*.yml ]
    directories: { state: "%1$s/state", runtime: "%1$s/run" }
    server: { listen: "127.0.0.1:%2$d" }
    services:
    """
            .formatted(folder, httpPort)
        + stand.servers.stream().map(s -> service(stand, s)).collect(Collectors.joining());
  }

  private static String service(Stand stand, Nginx nginx) {
    return """
      - name: %1$s
        mode: act
        control:
          command:
            start: %2$s
            stop: %3$s
            reload: %4$s
            pid_file: "%5$s"
          stop_within: 2s
        probe: { http: "http://127.0.0.1:%6$d/health", every: 500ms, timeout: 500ms, status: [200] }
        traffic:
          - haproxy: { socket: "%7$s", server: web/%1$s, min_healthy: 1 }
        drain: { deadline: 30s, stalled_after: 1s, then: proceed }
        verify: { good_for: %8$dms, deadline: 30s }
        watch: 2s
        start_grace: 1s
        guards: { cooldown: 1s, budget: { remediations: 1000, per: 24h } }
    """
        .formatted(
            nginx.name,
            list(nginx.command()),
            list(nginx.command("-s", "quit")),
            list(nginx.command("-s", "reload")),
            nginx.pidFile(),
            nginx.port,
            stand.haproxy.socket,
            GOOD_FOR.toMillis());
  }

  private static String list(List<String> words) {
    return words.stream().map(w -> '"' + w + '"').collect(Collectors.joining(", ", "[ ", " ]"));
  }

  /// Types an order, such as `restart web1`.
  void order(String verb, String service) {
    Program.run(List.of(program.toString(), verb, service, "--config", config.toString()));
  }

  List<Map<String, Object>> services() {
    return Json.objects(document("/api/v1/services"));
  }

  String state(String service) {
    return services().stream()
        .filter(s -> service.equals(s.get("name")))
        .map(s -> String.valueOf(s.get("state")))
        .findFirst()
        .orElse("unknown");
  }

  /// @param state as the interface names it, such as `verifying`
  record Step(Instant at, String state, String text) {}

  /// @param steps oldest first
  record Incident(String id, String service, String outcome, List<Step> steps) {}

  /// Orders a restart, and waits until it has ended.
  void restart(Nginx server) {
    String before = newest(server.name).map(Incident::id).orElse("");
    order("restart", server.name);
    boolean ended =
        Program.await(
            Duration.ofSeconds(60),
            LOOK_EVERY,
            () ->
                newest(server.name)
                    .filter(incident -> !incident.id().equals(before))
                    .filter(incident -> !incident.outcome().equals("open"))
                    .isPresent());
    if (!ended) {
      throw new Program.Trouble(server.name + " is " + state(server.name) + ":\n" + logTail());
    }
  }

  private Optional<Incident> newest(String service) {
    return incidents().stream().filter(i -> i.service().equals(service)).findFirst();
  }

  /// Newest first.
  List<Incident> incidents() {
    return Json.objects(document("/api/v1/incidents")).stream().map(Agent::incident).toList();
  }

  private static Incident incident(Map<String, Object> found) {
    Map<String, Object> from =
        found.containsKey("request") ? Json.object(found.get("request")) : found;
    List<Step> steps = new ArrayList<>();
    for (Map<String, Object> step : Json.objects(found.get("steps"))) {
      steps.add(
          new Step(
              Instant.parse(String.valueOf(step.get("at"))),
              String.valueOf(step.get("state")),
              String.valueOf(step.get("text"))));
    }
    return new Incident(
        String.valueOf(found.get("id")),
        String.valueOf(from.get("service")),
        String.valueOf(found.get("outcome")),
        steps);
  }

  /// null while it does not answer
  private Object document(String path) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                  .timeout(Duration.ofSeconds(2))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Json.parse(response.body()) : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /// Ends it as Ctrl-C does.
  void end() {
    Program.end(process);
  }

  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
