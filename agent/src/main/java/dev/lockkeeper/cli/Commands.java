package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.report.AgentRequest.Verb;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every command: its name, what it takes, an example, and what it does.
final class Commands {
  static final List<Definition> ALL =
      List.of(
          new Definition(
              "run",
              "Run the agent until it is told to end (Ctrl-C).",
              null,
              false,
              List.of("lockkeeper run", "lockkeeper run --config /etc/lockkeeper/config.yml"),
              call -> call.parts().run().run(call.config())),
          new Definition(
              "check",
              "Check the configuration and its rule files; print every problem.",
              null,
              true,
              List.of("lockkeeper check --config config.yml"),
              CheckCommand::run),
          RulesCommands.GROUP,
          new Definition(
              "status",
              "What the agent sees and does, on one screen.",
              null,
              true,
              List.of("lockkeeper status", "watch -n1 lockkeeper status"),
              Reading::status),
          new Definition(
              "services",
              "The supervised services: state, probe, traffic, and what holds a remedy.",
              null,
              true,
              List.of("lockkeeper services"),
              Reading::services),
          order("drain", Verb.DRAIN, "Take a service out of traffic and let requests finish."),
          order("ready", Verb.READY, "Put a service back into traffic."),
          order("restart", Verb.RESTART, "Drain, restart, verify and put a service back."),
          order("reload", Verb.RELOAD, "Reload a service in traffic."),
          new Definition(
              "approve",
              "Approve what an incident asks for.",
              new Argument("INCIDENT", "the incident's id, as its alert shows it", true),
              true,
              List.of("lockkeeper approve web1-20261123-181530"),
              call -> Ordering.order(call, Verb.APPROVE)),
          new Definition(
              "pause",
              "Start nothing new; what has not reached its stop is put back.",
              new Argument("WHY", "for those who wonder", false),
              true,
              List.of("lockkeeper pause 'disk change until 14:00'"),
              call -> Ordering.order(call, Verb.PAUSE)),
          new Definition(
              "resume",
              "End a pause.",
              null,
              true,
              List.of("lockkeeper resume"),
              call -> Ordering.order(call, Verb.RESUME)),
          new Definition(
              "incidents",
              "What happened, newest first; with an id, one incident in full.",
              new Argument("INCIDENT", "an incident's id", false),
              true,
              List.of("lockkeeper incidents", "lockkeeper incidents web1-20261123-181530"),
              Reading::incidents),
          new Definition(
              "query",
              "Evaluate a PromQL expression now.",
              new Argument("EXPR", "the expression; quote it for the shell", true),
              true,
              List.of("lockkeeper query 'rate(node_disk_io_time_seconds_total[1m]) > 0.5'"),
              Reading::query));

  private Commands() {}

  private static Definition order(String name, Verb verb, String summary) {
    return new Definition(
        name,
        summary,
        new Argument("SERVICE", "its name in the configuration", true),
        true,
        List.of("lockkeeper " + name + " nginx"),
        call -> Ordering.order(call, verb));
  }

  static Definition named(List<Definition> among, String name) {
    return among.stream().filter(command -> command.name().equals(name)).findFirst().orElseThrow();
  }

  @FunctionalInterface
  interface Action {
    /// @return the exit status
    int run(Call call) throws Exception;
  }

  /// @param label as the usage line shows it
  /// @param needed whether the command makes no sense without
  /// @param many whether there may be several
  record Argument(String label, String description, boolean needed, boolean many) {
    Argument(String label, String description, boolean needed) {
      this(label, description, needed, false);
    }

    /// `1`, `0..1`, `1..*`.
    String arity() {
      String most = many ? "*" : "1";
      return needed && !many ? "1" : (needed ? "1.." : "0..") + most;
    }
  }

  /// @param name with its dashes
  /// @param label of its value, as the usage line shows it; null: it is a flag and takes none
  record Option(String name, @Nullable String label, String description) {}

  /// @param argument null: it takes none
  /// @param json whether it takes `--json`
  /// @param options beside `--config`, `--json` and `--help`
  /// @param inner commands below it; one that has some does nothing itself
  record Definition(
      String name,
      String summary,
      @Nullable Argument argument,
      boolean json,
      List<String> examples,
      Action action,
      List<Option> options,
      List<Definition> inner) {
    Definition(
        String name,
        String summary,
        @Nullable Argument argument,
        boolean json,
        List<String> examples,
        Action action) {
      this(name, summary, argument, json, examples, action, List.of(), List.of());
    }

    static Definition group(
        String name, String summary, List<String> examples, Definition... inner) {
      return new Definition(
          name,
          summary,
          null,
          false,
          examples,
          _ -> {
            throw new IllegalStateException("a group of commands does nothing itself");
          },
          List.of(),
          List.of(inner));
    }

    Definition with(Option... more) {
      return new Definition(name, summary, argument, json, examples, action, List.of(more), inner);
    }

    String[] footer() {
      var lines = new String[examples.size() + 2];
      lines[0] = "";
      lines[1] = examples.size() == 1 ? "Example:" : "Examples:";
      for (int i = 0; i < examples.size(); i++) {
        lines[i + 2] = "  " + examples.get(i);
      }
      return lines;
    }
  }
}
