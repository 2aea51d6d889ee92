package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Commands.Argument;
import dev.lockkeeper.cli.Commands.Definition;
import dev.lockkeeper.cli.Commands.Option;
import java.util.List;

/// The commands below `rules`.
final class RulesCommands {
  private static final Argument RULE_FILES =
      new Argument("FILE", "rule files, patterns or folders", true, true);

  static final Definition GROUP =
      Definition.group(
          "rules",
          "Check, test, backtest, explain and reload alerting rules.",
          List.of("lockkeeper rules check rules/*.yml", "lockkeeper rules check --help"),
          new Definition(
                  "check",
                  "Check rule files, Prometheus' own too; print every problem and its place.",
                  RULE_FILES,
                  true,
                  List.of(
                      "lockkeeper rules check rules/*.yml",
                      "lockkeeper rules check --strict --config /etc/lockkeeper/config.yml rules/"),
                  RulesCheckCommand::run)
              .with(new Option("--strict", null, "warnings are errors")),
          new Definition(
                  "test",
                  "Run unit tests of rules: promtool's files, with exp_remedies added.",
                  new Argument("FILE", "test files, patterns or folders", true, true),
                  true,
                  List.of("lockkeeper rules test rules/test/*.yml"),
                  RulesTestCommand::run)
              .with(
                  new Option("--run", "REGEX", "only tests whose name matches"),
                  new Option("--junit", "FILE", "write a JUnit XML report")),
          new Definition(
                  "backtest",
                  "What would have fired when, and what guards would have held.",
                  RULE_FILES,
                  true,
                  List.of(
                      "lockkeeper rules backtest rules/web.yml --from history --since 24h",
                      "lockkeeper rules backtest web.yml --prometheus http://prom:9090 --since 7d"),
                  RulesBacktestCommand::run)
              .with(
                  new Option(
                      "--from", "HISTORY", "\"history\": the agent's own; or a folder of it"),
                  new Option("--prometheus", "URL", "a Prometheus server to read from"),
                  new Option("--since", "WHEN", "how far back, such as 24h, or an instant"),
                  new Option(
                      "--until", "WHEN", "how far back it ends, or an instant; default: now"),
                  new Option(
                      "--step",
                      "DURATION",
                      "between evaluations of groups without interval; default: 1s, or 15s with"
                          + " --prometheus"),
                  new Option("--alert", "NAME", "only this alert"),
                  new Option(
                      "--assume-mode",
                      "MODE",
                      "as if the configuration said observe, approve or act"),
                  new Option(
                      "--assume-restart", "DURATION", "how long a remedy takes; default: 10s"),
                  new Option(
                      "--header-file",
                      "FILE",
                      "lines `Name: value` to send to Prometheus, such as an Authorization"),
                  new Option("--svg", "FILE", "write the picture as SVG too"),
                  new Option("--ascii", null, "draw with plain characters")),
          new Definition(
              "explain",
              "Why an alert is or is not firing now: its expression with every part's value.",
              new Argument("ALERT", "the alert's name", true),
              true,
              List.of("lockkeeper rules explain WebServerHung"),
              RulesExplainCommand::run),
          new Definition(
              "reload",
              "Have the agent read its rule files anew: all of them, or nothing changes.",
              null,
              true,
              List.of("lockkeeper rules reload"),
              RulesReloadCommand::run));

  private RulesCommands() {}
}
