package dev.lockkeeper.rule.test;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Problem.Severity;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleTestFile;
import dev.lockkeeper.model.RuleTestFile.RuleTest;
import dev.lockkeeper.promql.Planner;
import dev.lockkeeper.promql.PromqlException;
import dev.lockkeeper.promql.SeriesNotation;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.rule.check.KnownMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Runs files of unit tests as promtool does: at every evaluation interval of the file all groups
/// are evaluated, whatever interval they have themselves, and series are looked back for five
/// minutes.
public final class RuleTests {
  /// A test that needs more is a mistake in its figures.
  private static final int MOST_EVALUATIONS = 500_000;

  private static final int MOST_VALUES = 5_000_000;

  /// no window is too long for a test
  private static final Duration KEPT = Duration.ofDays(36_500);

  private final RuleTestFile file;
  private final List<Problem> problems = new ArrayList<>();

  private RuleTests(RuleTestFile file) {
    this.file = file;
  }

  /// Runs one file.
  ///
  /// @param names which tests to run, by name
  public static RuleTestResult run(RuleTestFile file, Predicate<String> names) {
    return new RuleTests(file).run(names);
  }

  private RuleTestResult run(Predicate<String> names) {
    var groups = ordered();
    var compiled = Rules.compile(groups, settings(Labels.NONE, ""));
    // what else could be said of the rules, `rules check` says
    compiled.problems().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .forEach(problems::add);
    var prepared = new ArrayList<TestRun>();
    for (int i = 0; i < file.tests().size(); i++) {
      var test = file.tests().get(i);
      String name = test.name().isEmpty() ? "tests[" + i + "]" : test.name();
      if (names.test(name)) {
        prepared.add(prepare(name, test, groups));
      }
    }
    var tested = new ArrayList<RuleTestResult.Tested>();
    if (compiled.rules() != null
        && problems.stream().noneMatch(problem -> problem.severity() == Severity.ERROR)) {
      for (var run : prepared) {
        var settings = settings(Labels.of(run.test().externalLabels()), run.test().externalUrl());
        var rules = Objects.requireNonNull(Rules.compile(groups, settings).rules());
        tested.add(run.run(rules));
      }
    }
    return new RuleTestResult(problems, tested);
  }

  private Rules.Settings settings(Labels externalLabels, String externalUrl) {
    return new Rules.Settings(
        file.evaluationInterval(),
        KEPT,
        externalLabels,
        externalUrl,
        KnownMetrics.UNCHECKED,
        Integer.MAX_VALUE);
  }

  /// The groups in the order of the file, with its interval.
  private List<RuleGroupSpec> ordered() {
    var names = file.groups().stream().map(RuleGroupSpec::name).toList();
    for (String name : file.groupOrder()) {
      if (!names.contains(name)) {
        problems.add(
            new Problem(
                Severity.WARNING,
                file.file(),
                0,
                0,
                "group_eval_order",
                "there is no group `" + name + "`"));
      }
    }
    var groups = new ArrayList<RuleGroupSpec>();
    for (var group : file.groups()) {
      groups.add(
          new RuleGroupSpec(
              group.file(),
              group.name(),
              null,
              group.queryOffset(),
              group.limit(),
              group.labels(),
              group.places(),
              group.rules()));
    }
    groups.sort(
        Comparator.comparingInt(group -> {
          int place = file.groupOrder().indexOf(group.name());
          return place < 0 ? Integer.MAX_VALUE : place;
        }));
    return groups;
  }

  private TestRun prepare(String name, RuleTest test, List<RuleGroupSpec> groups) {
    var input = new ArrayList<TestRun.Input>();
    int values = 0;
    for (var one : test.series()) {
      try {
        var id = SeriesNotation.series(one.series());
        if (id.metric().isEmpty() && id.labels().isEmpty()) {
          error(one.seriesAt(), one.path() + ".series", "a series needs a name or a label");
        }
        try {
          var row = new TestRun.Input(id, SeriesNotation.values(one.values()));
          values += row.values().size();
          if (values > MOST_VALUES) {
            error(one.valuesAt(), one.path(), "more than " + MOST_VALUES + " values in one test");
            break;
          }
          input.add(row);
        } catch (PromqlException e) {
          error(after(one.valuesAt(), e), one.path() + ".values", String.valueOf(e.getMessage()));
        }
      } catch (PromqlException e) {
        error(one.seriesAt(), one.path() + ".series", String.valueOf(e.getMessage()));
      }
    }
    for (var one : test.expressions()) {
      try {
        Planner.plan(one.expr());
      } catch (PromqlException e) {
        error(after(one.exprAt(), e), one.path() + ".expr", String.valueOf(e.getMessage()));
      }
      for (var sample : one.samples()) {
        try {
          SeriesNotation.series(sample.labels());
        } catch (PromqlException e) {
          error(sample.labelsAt(), sample.path() + ".labels", String.valueOf(e.getMessage()));
        }
      }
    }
    var alerts = groups.stream().flatMap(group -> group.rules().stream()).toList();
    for (var one : test.alerts()) {
      if (alerts.stream().noneMatch(rule -> one.alertname().equals(rule.alert()))) {
        problems.add(
            new Problem(
                Severity.WARNING,
                file.file(),
                one.at().line(),
                one.at().column(),
                one.path() + ".alertname",
                "no rule has the alert `" + one.alertname() + "`"));
      }
    }
    var run = new TestRun(name, test, input, file.evaluationInterval(), file.fuzzyCompare());
    if (run.evaluations() > MOST_EVALUATIONS) {
      error(
          test.at(),
          test.path(),
          "needs " + run.evaluations() + " evaluations, at most " + MOST_EVALUATIONS);
    }
    return run;
  }

  private static Position after(Position start, PromqlException e) {
    return e.line() > 1 ? start : new Position(start.line(), start.column() + e.start());
  }

  private void error(Position at, String path, String message) {
    problems.add(Problem.error(file.file(), at.line(), at.column(), path, message));
  }
}
