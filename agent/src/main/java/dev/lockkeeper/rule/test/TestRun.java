package dev.lockkeeper.rule.test;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RuleTestFile.AlertCase;
import dev.lockkeeper.model.RuleTestFile.ExpressionCase;
import dev.lockkeeper.model.RuleTestFile.RuleTest;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.EvaluationException;
import dev.lockkeeper.promql.Query;
import dev.lockkeeper.rule.PlainSeries;
import dev.lockkeeper.rule.RuleReport;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.rule.test.RuleTestResult.Failure;
import dev.lockkeeper.rule.test.RuleTestResult.Tested;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// One test: samples are put in up to each evaluation, rules are evaluated, alerts are compared;
/// expressions at the end.
final class TestRun {
  /// @param values one for each interval of the test, the first at its start
  record Input(SeriesId series, List<OptionalDouble> values) {}

  private final String name;
  private final RuleTest test;
  private final List<Input> input;
  private final long intervalMillis;
  private final boolean fuzzy;
  private final long start;
  private final PlainSeries series = new PlainSeries();
  private final List<Failure> failures = new ArrayList<>();
  private int stepsPutIn;

  TestRun(
      String name, RuleTest test, List<Input> input, Duration evaluationInterval, boolean fuzzy) {
    this.name = name;
    this.test = test;
    this.input = List.copyOf(input);
    this.intervalMillis = evaluationInterval.toMillis();
    this.fuzzy = fuzzy;
    this.start = test.start().toEpochMilli();
  }

  RuleTest test() {
    return test;
  }

  /// Milliseconds from the start to what is looked at last.
  private long last() {
    long last = 0;
    for (var alert : test.alerts()) {
      last = Math.max(last, alert.evalTime().toMillis());
    }
    for (var expression : test.expressions()) {
      last = Math.max(last, expression.evalTime().toMillis());
    }
    return last;
  }

  long evaluations() {
    return last() / intervalMillis + 1;
  }

  Tested run(Rules rules) {
    long last = last();
    for (long at = 0; at <= last; at += intervalMillis) {
      putIn(at);
      var report =
          rules.evaluate(series, List.of(), new Moment(start + at, at * 1_000_000), series);
      if (!report.unknown().isEmpty()) {
        failed(report, at);
        return new Tested(name, test.at(), failures);
      }
      for (var one : test.alerts()) {
        long evalTime = one.evalTime().toMillis();
        if (at <= evalTime && evalTime < at + intervalMillis) {
          compare(one, report.alerts(), at);
        }
      }
    }
    test.expressions().forEach(this::compare);
    return new Tested(name, test.at(), failures);
  }

  private void putIn(long upTo) {
    long step = test.interval().toMillis();
    for (; stepsPutIn * step <= upTo; stepsPutIn++) {
      for (var row : input) {
        if (stepsPutIn < row.values().size() && row.values().get(stepsPutIn).isPresent()) {
          series.append(
              row.series(), start + stepsPutIn * step, row.values().get(stepsPutIn).getAsDouble());
        }
      }
    }
  }

  private void failed(RuleReport report, long at) {
    for (var rule : report.unknown()) {
      var difference = new Difference();
      difference.unexpected(rule.reason());
      failures.add(
          new Failure(
              test.at(),
              test.path(),
              "rule " + rule.rule() + " of group " + rule.group() + " at " + written(at),
              difference));
    }
  }

  private void compare(AlertCase expected, List<Alert> alerts, long at) {
    var named = alerts.stream().filter(one -> one.rule().equals(expected.alertname())).toList();
    String what =
        "alert " + expected.alertname() + " at " + written(expected.evalTime().toMillis());
    var difference = AlertDifference.of(expected, named, start + at);
    if (!difference.isEmpty()) {
      failures.add(new Failure(expected.at(), expected.path(), what, difference));
    }
    var remedies = RemedyDifference.of(expected, named);
    if (!remedies.isEmpty()) {
      failures.add(
          new Failure(
              expected.at(), expected.path() + ".exp_remedies", "remedies of " + what, remedies));
    }
  }

  private void compare(ExpressionCase expected) {
    Difference difference;
    try {
      var rows = Query.instant(expected.expr(), series, start + expected.evalTime().toMillis());
      difference = SampleDifference.of(expected, rows, fuzzy);
    } catch (EvaluationException | IllegalArgumentException e) {
      difference = new Difference();
      difference.unexpected(String.valueOf(e.getMessage()));
    }
    if (!difference.isEmpty()) {
      failures.add(
          new Failure(
              expected.at(),
              expected.path(),
              "expression "
                  + expected.expr().strip().replaceAll("\\s+", " ")
                  + " at "
                  + written(expected.evalTime().toMillis()),
              difference));
    }
  }

  /// As rule files write it: `1h30m`.
  static String written(long millis) {
    var text = new StringBuilder();
    long left = millis;
    long[] units = {86_400_000, 3_600_000, 60_000, 1_000, 1};
    String[] names = {"d", "h", "m", "s", "ms"};
    for (int i = 0; i < units.length; i++) {
      if (left >= units[i]) {
        text.append(left / units[i]).append(names[i]);
        left %= units[i];
      }
    }
    return text.isEmpty() ? "0s" : text.toString();
  }
}
