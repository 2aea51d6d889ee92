package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.report.DocumentText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// `check`: every problem of the configuration and its rule files.
final class CheckCommand {
  private CheckCommand() {}

  static int run(Call call) throws Exception {
    var checked = call.parts().check().check(call.config());
    long errors =
        checked.problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .count();
    var terminal = call.terminal();
    if (call.json()) {
      var document = new LinkedHashMap<String, Object>();
      document.put("ok", errors == 0);
      document.put("problems", checked.problems().stream().map(CheckCommand::document).toList());
      document.put("summary", checked.summary());
      terminal.out().println(DocumentText.pretty(document));
    } else {
      for (var problem : checked.problems()) {
        boolean error = problem.severity() == Problem.Severity.ERROR;
        terminal.out().println(terminal.ink(error ? Ink.BAD : Ink.WARN, problem.toString()));
      }
      if (errors == 0) {
        checked.summary().forEach(terminal.out()::println);
      }
      long warnings = checked.problems().size() - errors;
      terminal
          .out()
          .println(
              errors == 0 && warnings == 0
                  ? terminal.ink(Ink.GOOD, call.config() + " is fine")
                  : "%s: %s, %s"
                      .formatted(
                          call.config(), count(errors, "error"), count(warnings, "warning")));
    }
    return errors == 0 ? Lockkeeper.FINE : Lockkeeper.FOUND;
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Map<String, Object> document(Problem problem) {
    var document = new LinkedHashMap<String, Object>();
    document.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    document.put("file", problem.file());
    document.put("line", problem.line());
    document.put("column", problem.column());
    document.put("path", problem.path());
    document.put("message", problem.message());
    return document;
  }
}
