package dev.lockkeeper.rule.test;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.List;

/// What came of one file of tests.
///
/// @param problems of its rules, series and expressions; with an error among them no test has run
/// @param tests in the file's order, those that were run
public record RuleTestResult(List<Problem> problems, List<Tested> tests) {
  public RuleTestResult {
    problems = List.copyOf(problems);
    tests = List.copyOf(tests);
  }

  public boolean passed() {
    return problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR)
        && tests.stream().allMatch(test -> test.failures().isEmpty());
  }

  /// @param name as the file has it, else `tests[0]`
  public record Tested(String name, Position at, List<Failure> failures) {
    public Tested {
      failures = List.copyOf(failures);
    }
  }

  /// @param at where what was expected stands
  /// @param what which of its cases, and when: `alert Down at 5m`
  public record Failure(Position at, String path, String what, Difference difference) {}
}
