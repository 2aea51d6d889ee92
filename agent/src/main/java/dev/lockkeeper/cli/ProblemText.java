package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Problems of files that people write, for their eyes and as JSON.
final class ProblemText {
  private ProblemText() {}

  static Map<String, Object> document(Problem problem) {
    var document = new LinkedHashMap<String, Object>();
    document.put("severity", problem.severity().text());
    document.put("file", problem.file());
    document.put("line", problem.line());
    document.put("column", problem.column());
    document.put("path", problem.path());
    document.put("message", problem.message());
    return document;
  }

  static void print(Terminal terminal, Problem problem) {
    terminal.out().println(terminal.ink(ink(problem), problem.toString()));
  }

  /// With the line of the file below it, and a mark under the place.
  ///
  /// @param lines of the file
  static void printWithExcerpt(Terminal terminal, Problem problem, List<String> lines) {
    print(terminal, problem);
    if (problem.line() < 1 || problem.line() > lines.size()) {
      return;
    }
    String line = lines.get(problem.line() - 1).replace('\t', ' ').stripTrailing();
    int indentation = line.length() - line.stripLeading().length();
    int place =
        problem.column() == 0 ? indentation : Math.clamp(problem.column() - 1L, 0, line.length());
    // what does not fit goes, on the left where the place is far to the right
    int room = terminal.width() - 4;
    int from = Math.min(indentation, place);
    if (place - from > room - 10) {
      from = place - room / 2;
    }
    int to = Math.min(line.length(), from + room);
    terminal.out().println("    " + line.substring(from, to));
    if (problem.column() > 0) {
      terminal.out().println("    " + " ".repeat(place - from) + terminal.ink(ink(problem), "^"));
    }
  }

  static Ink ink(Problem problem) {
    return switch (problem.severity()) {
      case ERROR -> Ink.BAD;
      case WARNING -> Ink.WARN;
      case NOTE -> Ink.DIM;
    };
  }

  static long count(List<Problem> problems, Problem.Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).count();
  }

  /// `1 error`, `2 errors`.
  static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
