package dev.lockkeeper.run;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.control.ControlClient;
import dev.lockkeeper.lab.Program;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentRequest.Verb;
import dev.lockkeeper.report.AgentUnreachableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The packaged agent as a process of its own, in a folder of its own: `config.yml`, `rules.yml`,
/// `state/` and `run/`.
final class AgentProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern PAGE = Pattern.compile("look at +(http://[0-9.]+:[0-9]+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Place place;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Process process;
  private URI page = URI.create("http://127.0.0.1:1");
  private int starts;
  private int commands;

  AgentProcess(Path folder) {
    this(folder, Place.HERE);
  }

  AgentProcess(Path folder, Place place) {
    this.folder = folder;
    this.place = place;
  }

  Path folder() {
    return folder;
  }

  Path runtime() {
    return folder.resolve("run");
  }

  Path state() {
    return folder.resolve("state");
  }

  /// The lines that every configuration here has in common; services follow.
  String heading(String mode) {
    return """
    mode: %s
    interval: 1s
    rules: [ rules.yml ]
    directories: { state: %s, runtime: %s }
    server: { listen: "127.0.0.1:0" }
    """
        .formatted(mode, state(), runtime());
  }

  AgentProcess write(String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it without waiting for anything.
  Process launch(String... arguments) {
    return launch(log(++starts), List.of(arguments));
  }

  private Process launch(Path output, List<String> arguments) {
    try {
      var command = new ArrayList<>(place.run());
      // whoever runs the tests in the background may ignore signals, and that is inherited
      command.addAll(List.of("env", "--default-signal=INT,TERM,HUP"));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-jar"));
      command.add(System.getProperty("lockkeeper.jar"));
      command.addAll(arguments);
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it and returns when it serves its page.
  AgentProcess start() {
    Process started = launch("run", "--config", folder.resolve("config.yml").toString());
    process = started;
    await("the agent's banner: " + log(starts))
        .atMost(PATIENCE)
        .until(() -> {
          if (!started.isAlive()) {
            throw new IllegalStateException("the agent ended:\n" + output());
          }
          var matcher = PAGE.matcher(output());
          if (!matcher.find()) {
            return false;
          }
          page = URI.create(matcher.group(1));
          return true;
        });
    return this;
  }

  /// Runs a command of the program to its end, with this agent's configuration.
  Program.Result command(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--config");
    all.add(folder.resolve("config.yml").toString());
    Path file = folder.resolve("command-" + ++commands + ".log");
    Process command = launch(file, all);
    try {
      if (!command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        command.destroyForcibly();
        throw new AssertionError("not done after " + PATIENCE + ": " + all);
      }
      return new Program.Result(command.exitValue(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Sends it a signal and waits for its end.
  ///
  /// @return its exit status
  int end(String signal) {
    Signals.send(process().pid(), signal);
    try {
      if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("it did not end:\n" + output());
      }
      return process().exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Process process() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  void kill9() {
    process().destroyForcibly();
    try {
      process().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What the latest start has printed.
  String output() {
    try {
      return Files.readString(log(starts));
    } catch (IOException e) {
      return "";
    }
  }

  private Path log(int start) {
    return folder.resolve("agent-" + start + ".log");
  }

  JsonNode get(String path) {
    try {
      return JSON.readTree(text(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String path) {
    if (!place.reach().isEmpty()) {
      var command = new ArrayList<>(place.reach());
      command.addAll(List.of("curl", "-sS", "-m", String.valueOf(PATIENCE.toSeconds())));
      command.add(page.resolve(path).toString());
      return Program.run(PATIENCE.plusSeconds(1), command).orFail().output();
    }
    try {
      var request = HttpRequest.newBuilder(page.resolve(path)).timeout(PATIENCE).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// As `service_state` names it; empty when the service is not known.
  String stateOf(String service) {
    for (JsonNode one : get("/api/v1/services").path("services")) {
      if (one.path("name").asText().equals(service)) {
        return one.path("state").asText();
      }
    }
    return "";
  }

  void awaitState(String service, String... states) {
    await(service + " " + List.of(states) + " (log " + log(starts) + ")")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> List.of(states).contains(stateOf(service)));
  }

  AgentReply order(Verb verb, String argument) {
    try {
      return new ControlClient(runtime()).ask(new AgentRequest(verb, argument));
    } catch (AgentUnreachableException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The newest incident's whole text, and its outcome.
  JsonNode newestIncident() {
    return get("/api/v1/incidents").path("incidents").path(0);
  }

  JsonNode awaitEndedIncident() {
    await("an ended incident (log " + log(starts) + ")")
        .atMost(PATIENCE)
        .until(() ->
            !newestIncident().path("ended_at").isMissingNode()
                && !newestIncident().path("ended_at").isNull());
    return newestIncident();
  }

  /// All steps' texts of an incident, one a line.
  static String story(JsonNode incident) {
    var story = new StringBuilder();
    for (JsonNode step : incident.path("steps")) {
      story.append(step.path("state").asText()).append(": ");
      story.append(step.path("text").asText()).append('\n');
    }
    return story.toString();
  }

  @Override
  public void close() {
    Process last = process;
    if (last == null) {
      return;
    }
    // elsewhere it is a child of what entered there, which passes no signal on
    var agents = place.run().isEmpty() ? List.of(last.toHandle()) : last.descendants().toList();
    agents.forEach(ProcessHandle::destroy);
    try {
      if (!last.waitFor(10, TimeUnit.SECONDS)) {
        agents.forEach(ProcessHandle::destroyForcibly);
        last.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
