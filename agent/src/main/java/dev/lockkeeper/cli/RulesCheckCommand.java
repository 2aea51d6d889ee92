package dev.lockkeeper.cli;

import static dev.lockkeeper.cli.ProblemText.counted;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.cli.RuleTools.CheckRequest;
import dev.lockkeeper.cli.RuleTools.CheckedFile;
import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.Problem.Severity;
import dev.lockkeeper.report.DocumentText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `rules check`.
final class RulesCheckCommand {
  /// Problems of one file that are shown with the line they stand in.
  private static final int MOST_EXCERPTS = 50;

  private RulesCheckCommand() {}

  static int run(Call call) throws Exception {
    var checked =
        call.parts()
            .rules()
            .check()
            .check(new CheckRequest(call.arguments(), call.givenConfig(), call.has("--strict")));
    boolean fine =
        checked.files().stream()
            .allMatch(file -> ProblemText.count(file.problems(), Severity.ERROR) == 0);
    if (call.json()) {
      var document = new LinkedHashMap<String, Object>();
      document.put("ok", fine);
      document.put("files", checked.files().stream().map(RulesCheckCommand::document).toList());
      call.terminal().out().println(DocumentText.pretty(document));
    } else {
      checked.files().forEach(file -> print(call.terminal(), file));
    }
    return fine ? Lockkeeper.FINE : Lockkeeper.FOUND;
  }

  private static void print(Terminal terminal, CheckedFile file) {
    var lines = List.of(file.text().split("\\R", -1));
    for (int i = 0; i < file.problems().size(); i++) {
      var problem = file.problems().get(i);
      if (i < MOST_EXCERPTS) {
        ProblemText.printWithExcerpt(terminal, problem, lines);
      } else {
        ProblemText.print(terminal, problem);
      }
    }
    long errors = ProblemText.count(file.problems(), Severity.ERROR);
    long warnings = ProblemText.count(file.problems(), Severity.WARNING);
    Ink ink = errors > 0 ? Ink.BAD : warnings > 0 ? Ink.WARN : Ink.GOOD;
    terminal
        .out()
        .println(
            terminal.ink(
                ink,
                "%s: %s, %s, %s"
                    .formatted(
                        file.name(),
                        counted(file.rules(), "rule"),
                        counted(errors, "error"),
                        counted(warnings, "warning"))));
  }

  private static Map<String, Object> document(CheckedFile file) {
    var document = new LinkedHashMap<String, Object>();
    document.put("file", file.name());
    document.put("groups", file.groups());
    document.put("rules", file.rules());
    document.put("problems", file.problems().stream().map(ProblemText::document).toList());
    return document;
  }
}
