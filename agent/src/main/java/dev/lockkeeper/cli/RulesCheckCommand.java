package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.cli.RuleTools.CheckRequest;
import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.Problem;

/// `rules check`.
final class RulesCheckCommand {
  private RulesCheckCommand() {}

  static int run(Call call) throws Exception {
    var terminal = call.terminal();
    var checked =
        call.parts()
            .rules()
            .check()
            .check(new CheckRequest(call.arguments(), call.givenConfig(), call.has("--strict")));
    boolean failed = false;
    for (var file : checked.files()) {
      for (var problem : file.problems()) {
        boolean error = problem.severity() == Problem.Severity.ERROR;
        failed |= error;
        terminal.out().println(terminal.ink(error ? Ink.BAD : Ink.WARN, problem.toString()));
      }
    }
    return failed ? Lockkeeper.FOUND : Lockkeeper.FINE;
  }
}
