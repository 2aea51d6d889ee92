package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.report.DocumentText;
import java.util.LinkedHashMap;

/// `check`: every problem of the configuration and its rule files.
final class CheckCommand {
  private CheckCommand() {}

  static int run(Call call) throws Exception {
    var checked = call.parts().check().check(call.config());
    long errors = ProblemText.count(checked.problems(), Problem.Severity.ERROR);
    long warnings = ProblemText.count(checked.problems(), Problem.Severity.WARNING);
    var terminal = call.terminal();
    if (call.json()) {
      var document = new LinkedHashMap<String, Object>();
      document.put("ok", errors == 0);
      document.put("problems", checked.problems().stream().map(ProblemText::document).toList());
      document.put("summary", checked.summary());
      terminal.out().println(DocumentText.pretty(document));
    } else {
      checked.problems().forEach(problem -> ProblemText.print(terminal, problem));
      if (errors == 0) {
        checked.summary().forEach(terminal.out()::println);
      }
      terminal
          .out()
          .println(
              errors == 0 && warnings == 0
                  ? terminal.ink(Ink.GOOD, call.config() + " is fine")
                  : "%s: %s, %s"
                      .formatted(
                          call.config(),
                          ProblemText.counted(errors, "error"),
                          ProblemText.counted(warnings, "warning")));
    }
    return errors == 0 ? Lockkeeper.FINE : Lockkeeper.FOUND;
  }
}
