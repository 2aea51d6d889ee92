package dev.lockkeeper.cli;

import dev.lockkeeper.report.AgentUnreachableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `lockkeeper`.
///
/// Picocli's model is filled in from [Commands] rather than read off annotations: that saves a
/// tenth of a second at every start, which is what an operator's command takes as a whole.
public final class Lockkeeper {
  static final int FINE = 0;
  static final int FOUND = 1;
  static final int USAGE = 2;

  private final Parts parts;
  private final Terminal terminal;

  private Lockkeeper(Parts parts, Terminal terminal) {
    this.parts = parts;
    this.terminal = terminal;
  }

  /// Runs one command.
  ///
  /// @return the exit status: 0 fine, 1 found something or was refused, 2 usage, or no agent
  public static int execute(Parts parts, PrintWriter out, PrintWriter err, String... arguments) {
    return execute(parts, Terminal.ofProcess(out, err), arguments);
  }

  static int execute(Parts parts, Terminal terminal, String... arguments) {
    return new Lockkeeper(parts, terminal).commandLine().execute(arguments);
  }

  private CommandLine commandLine() {
    var root = CommandSpec.create().name("lockkeeper");
    root.mixinStandardHelpOptions(true);
    root.version("lockkeeper " + parts.version());
    root.usageMessage()
        .description(
            "Sees what makes a web server hang, and when a restart is the right answer takes the"
                + " server out of its balancer, restarts it, proves it healthy and puts it back.")
        .synopsisSubcommandLabel("COMMAND")
        .commandListHeading("%nCommands:%n")
        .footer(
            "",
            "Exit status: 0 fine; 1 something was found or refused; 2 wrong usage, or no agent.",
            "",
            "Example:",
            "  lockkeeper status");
    for (var command : Commands.ALL) {
      root.addSubcommand(command.name(), spec(command));
    }
    return new CommandLine(root)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setUsageHelpWidth(Math.clamp(terminal.width(), 60, 100))
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()))
        .setExecutionStrategy(this::run)
        .setParameterExceptionHandler(this::wrongUsage)
        .setExecutionExceptionHandler((e, _, _) -> failed(e));
  }

  private static CommandSpec spec(Commands.Definition command) {
    var spec = CommandSpec.create();
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage().description(command.summary());
    spec.usageMessage().footer(command.footer());
    if (!command.inner().isEmpty()) {
      spec.usageMessage().synopsisSubcommandLabel("COMMAND").commandListHeading("%nCommands:%n");
      command.inner().forEach(inner -> spec.addSubcommand(inner.name(), spec(inner)));
      return spec;
    }
    spec.addOption(
        OptionSpec.builder("--config")
            .type(Path.class)
            .paramLabel("FILE")
            .description("the agent's configuration file")
            .build());
    if (command.json()) {
      spec.addOption(
          OptionSpec.builder("--json")
              .type(boolean.class)
              .description("print the same as JSON")
              .build());
    }
    for (var option : command.options()) {
      var built = OptionSpec.builder(option.name()).description(option.description());
      spec.addOption(
          option.label() == null
              ? built.type(boolean.class).build()
              : built.type(String.class).paramLabel(option.label()).build());
    }
    var argument = command.argument();
    if (argument != null) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .index(argument.many() ? "0..*" : "0")
              .type(argument.many() ? String[].class : String.class)
              .paramLabel(argument.label())
              .arity(argument.arity())
              .required(argument.needed())
              .description(argument.description())
              .build());
    }
    return spec;
  }

  private int run(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    var chosen = parsed;
    var among = Commands.ALL;
    Commands.Definition command = null;
    while (chosen.subcommand() != null) {
      chosen = chosen.subcommand();
      command = Commands.named(among, chosen.commandSpec().name());
      among = command.inner();
    }
    if (command == null || !command.inner().isEmpty()) {
      chosen.commandSpec().commandLine().usage(terminal.err());
      return USAGE;
    }
    try {
      return command.action().run(call(command, chosen));
    } catch (AgentUnreachableException | IllegalArgumentException e) {
      return complain(String.valueOf(e.getMessage()));
    } catch (Exception e) {
      return failed(e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private Call call(Commands.Definition command, ParseResult parsed) {
    Path given = parsed.matchedOptionValue("--config", (Path) null);
    var options = new HashMap<String, String>();
    for (var option : command.options()) {
      if (parsed.hasMatchedOption(option.name())) {
        options.put(
            option.name(), String.valueOf(parsed.<Object>matchedOptionValue(option.name(), "")));
      }
    }
    var argument = command.argument();
    List<String> arguments =
        argument != null && argument.many()
            ? List.of(parsed.matchedPositionalValue(0, new String[0]))
            : parsed.hasMatchedPositional(0)
                ? List.of(parsed.matchedPositionalValue(0, ""))
                : List.of();
    return new Call(
        parts,
        terminal,
        given == null ? parts.standardConfig() : given,
        given != null,
        arguments,
        options,
        command.json() && parsed.matchedOptionValue("--json", false));
  }

  private int complain(String message) {
    terminal.err().println("lockkeeper: " + message);
    return USAGE;
  }

  private int failed(Exception e) {
    terminal.err().println("lockkeeper: " + e);
    terminal.err().flush();
    return FOUND;
  }

  private int wrongUsage(ParameterException e, String[] arguments) {
    var err = terminal.err();
    err.println("lockkeeper: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return USAGE;
  }

  /// One invocation of a command.
  ///
  /// @param config the configuration file: `--config`, or the standard one
  /// @param configGiven whether it was named on the command line
  /// @param arguments in their order
  /// @param options those of [Commands.Definition#options] that were given, by name with dashes
  record Call(
      Parts parts,
      Terminal terminal,
      Path config,
      boolean configGiven,
      List<String> arguments,
      Map<String, String> options,
      boolean json) {
    Call {
      arguments = List.copyOf(arguments);
      options = Map.copyOf(options);
    }

    /// The first argument; empty where none was given.
    String argument() {
      return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    /// Whether a flag was given.
    boolean has(String option) {
      return options.containsKey(option);
    }

    Optional<String> option(String name) {
      return Optional.ofNullable(options.get(name));
    }

    /// The configuration file where the command line names one.
    Optional<Path> givenConfig() {
      return configGiven ? Optional.of(config) : Optional.empty();
    }
  }
}
