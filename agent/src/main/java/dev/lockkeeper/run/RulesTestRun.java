package dev.lockkeeper.run;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.lockkeeper.cli.RuleTools;
import dev.lockkeeper.cli.RuleTools.Line;
import dev.lockkeeper.cli.RuleTools.Tone;
import dev.lockkeeper.config.RuleTestFiles;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.rule.test.RuleTestResult;
import dev.lockkeeper.rule.test.RuleTestResult.Failure;
import dev.lockkeeper.rule.test.RuleTestResult.Tested;
import dev.lockkeeper.rule.test.RuleTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The command `rules test`: runs unit tests of rules, and says what was expected and what came.
final class RulesTestRun implements RuleTools.Test {
  /// One file's name and what came of it.
  record Ran(String file, RuleTestResult result) {}

  @Override
  public RuleTools.Outcome test(RuleTools.TestRequest request) throws IOException {
    var names = names(request.run());
    var all = new ArrayList<Ran>();
    for (Path file : RuleTestFiles.named(request.files())) {
      all.add(ran(RuleTestFiles.read(file), names));
    }
    if (request.junit().isPresent()) {
      Files.writeString(request.junit().get(), JunitReport.of(all));
    }
    boolean passed = all.stream().allMatch(one -> one.result().passed());
    return new RuleTools.Outcome(lines(all), document(all, passed), passed);
  }

  private static Predicate<String> names(Optional<String> expression) {
    try {
      return expression
          .map(Pattern::compile)
          .<Predicate<String>>map(pattern -> name -> pattern.matcher(name).find())
          .orElse(_ -> true);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("--run: " + e.getMessage(), e);
    }
  }

  private static Ran ran(RuleTestFiles.Read read, Predicate<String> names) {
    if (!read.good()) {
      return new Ran(read.name(), new RuleTestResult(read.problems(), List.of()));
    }
    var result = RuleTests.run(read.test(), names);
    var problems = new ArrayList<>(read.problems());
    problems.addAll(result.problems());
    return new Ran(read.name(), new RuleTestResult(problems, result.tests()));
  }

  // ---- for people -----------------------------------------------------------------------------

  private static List<Line> lines(List<Ran> all) {
    var lines = new ArrayList<Line>();
    int tests = 0;
    int failed = 0;
    int broken = 0;
    boolean legend = false;
    for (var ran : all) {
      for (var problem : ran.result().problems()) {
        boolean error = problem.severity() == Problem.Severity.ERROR;
        lines.add(new Line(error ? Tone.BAD : Tone.WARN, problem.toString()));
      }
      boolean ok = ran.result().passed();
      broken += ok || !ran.result().tests().isEmpty() ? 0 : 1;
      for (var test : ran.result().tests()) {
        tests++;
        failed += test.failures().isEmpty() ? 0 : 1;
        for (var failure : test.failures()) {
          if (!legend) {
            lines.add(new Line(Tone.DIM, "- was expected, + came instead"));
            legend = true;
          }
          lines.addAll(lines(ran.file(), test, failure));
        }
      }
      if (ok) {
        int number = ran.result().tests().size();
        lines.add(new Line(Tone.GOOD, "ok    " + ran.file() + "  " + count(number, "test")));
      } else {
        lines.add(new Line(Tone.BAD, "FAIL  " + ran.file()));
      }
    }
    if (all.size() > 1 || failed > 0) {
      lines.add(
          Line.of(
              count(all.size(), "file")
                  + ", "
                  + count(tests, "test")
                  + ": "
                  + (failed + broken == 0
                      ? "all passed"
                      : count(failed, "test")
                          + " failed"
                          + (broken == 0 ? "" : ", " + count(broken, "file") + " not run"))));
    }
    return lines;
  }

  private static List<Line> lines(String file, Tested test, Failure failure) {
    var lines = new ArrayList<Line>();
    lines.add(
        new Line(
            Tone.BOLD,
            "%s:%d:%d: %s: %s"
                .formatted(
                    file,
                    failure.at().line(),
                    failure.at().column(),
                    test.name(),
                    failure.what())));
    for (var line : failure.difference().lines()) {
      var tone = line.sign() == '-' ? Tone.BAD : line.sign() == '+' ? Tone.WARN : Tone.DIM;
      lines.add(new Line(tone, "    " + line.toString().replace("\n", "\\n")));
    }
    return lines;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  // ---- for programs ---------------------------------------------------------------------------

  private static Map<String, Object> document(List<Ran> all, boolean passed) {
    var document = new LinkedHashMap<String, Object>();
    document.put("ok", passed);
    document.put("files", all.stream().map(RulesTestRun::document).toList());
    return document;
  }

  private static Map<String, Object> document(Ran ran) {
    var document = new LinkedHashMap<String, Object>();
    document.put("file", ran.file());
    document.put("ok", ran.result().passed());
    document.put("problems", ran.result().problems().stream().map(RulesTestRun::document).toList());
    document.put("tests", ran.result().tests().stream().map(RulesTestRun::document).toList());
    return document;
  }

  private static Map<String, Object> document(Problem problem) {
    var document = new LinkedHashMap<String, Object>();
    document.put("severity", problem.severity().text());
    document.put("file", problem.file());
    document.put("line", problem.line());
    document.put("column", problem.column());
    document.put("path", problem.path());
    document.put("message", problem.message());
    return document;
  }

  private static Map<String, Object> document(Tested test) {
    var document = new LinkedHashMap<String, Object>();
    document.put("name", test.name());
    document.put("line", test.at().line());
    document.put("ok", test.failures().isEmpty());
    var failures = new ArrayList<Map<String, Object>>();
    for (var failure : test.failures()) {
      var one = new LinkedHashMap<String, Object>();
      one.put("line", failure.at().line());
      one.put("column", failure.at().column());
      one.put("path", failure.path());
      one.put("what", failure.what());
      one.put("difference", failure.difference().lines().stream().map(Object::toString).toList());
      failures.add(one);
    }
    document.put("failures", failures);
    return document;
  }
}
