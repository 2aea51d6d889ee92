package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Problem.Severity;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.promql.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Everything that can be said of rules which are well written: whether what they read exists,
/// whether it can mean what they take it for, whether they can ever fire.
public final class RuleChecks {

  /// One rule that compiles.
  ///
  /// @param labels the group's and the rule's own
  public record Rule(RuleGroupSpec group, RuleSpec spec, Map<String, String> labels, Plan plan) {
    public Rule {
      labels = Map.copyOf(labels);
    }
  }

  private final KnownMetrics known;
  private final Duration interval;
  private final List<Problem> problems = new ArrayList<>();

  private RuleChecks(KnownMetrics known, Duration interval) {
    this.known = known;
    this.interval = interval;
  }

  /// @param rules of all files, since one may read what another records
  /// @param interval of groups that name none
  public static List<Problem> of(List<Rule> rules, KnownMetrics known, Duration interval) {
    var checks = new RuleChecks(known.and(rules), interval);
    rules.forEach(checks::check);
    return checks.problems;
  }

  private void check(Rule rule) {
    var findings = new ArrayList<Finding>();
    var expr = rule.plan().expr();
    String text = rule.plan().text();
    new NameCheck(known, text, findings).check(expr);
    new UnitCheck(known, text, findings).check(expr);
    new CounterCheck(known, text, findings).check(expr);
    var truth = new TruthCheck(known, text, findings);
    if (rule.spec().alert() != null) {
      truth.checkAlert(expr);
    } else {
      truth.check(expr);
    }
    var remedy = rule.spec().remedy();
    if (remedy != null && !rule.labels().containsKey("service")) {
      RemedyCheck.check(known, remedy, expr, findings);
    }
    WindowCheck.check(
        known.retention(),
        expr,
        rule.plan().longestWindow().plus(rule.group().queryOffset()),
        findings);
    for (var size : rule.plan().notPortable()) {
      findings.add(new Finding(Finding.Kind.NOTE, size.start(), size.what()));
    }
    findings.sort(Comparator.comparingInt(Finding::at));
    new LinkedHashSet<>(findings).forEach(finding -> report(rule, finding));
    durations(rule);
    TemplateLabels.check(known, rule, problems);
  }

  private void report(Rule rule, Finding finding) {
    var place = ExpressionPlace.of(rule.spec(), finding.at());
    problems.add(
        new Problem(
            severity(finding, rule.spec()),
            rule.group().file(),
            place.at().line(),
            place.at().column(),
            rule.spec().path() + ".expr",
            place.prefix() + finding.message()));
  }

  private static Severity severity(Finding finding, RuleSpec spec) {
    return switch (finding.kind()) {
      case WRONG -> Severity.ERROR;
      case DOUBTFUL -> spec.remedy() == null ? Severity.WARNING : Severity.ERROR;
      case WARNING -> Severity.WARNING;
      case NOTE -> Severity.NOTE;
    };
  }

  /// What is shorter than the time between two evaluations counts as one such time.
  private void durations(Rule rule) {
    var between = rule.group().interval() == null ? interval : rule.group().interval();
    shorter(rule, "for", rule.spec().forDuration(), between);
    shorter(rule, "keep_firing_for", rule.spec().keepFiringFor(), between);
  }

  private void shorter(Rule rule, String key, Duration duration, Duration between) {
    if (duration.isPositive() && duration.compareTo(between) < 0) {
      problems.add(
          new Problem(
              Severity.WARNING,
              rule.group().file(),
              rule.spec().at().line(),
              rule.spec().at().column(),
              rule.spec().path() + "." + key,
              "%s is shorter than the time between two evaluations, %s: it takes as long"
                  .formatted(written(duration), written(between))));
    }
  }

  /// As rule files write it: `1h30m`, `500ms`.
  static String written(Duration duration) {
    if (duration.toSeconds() == 0) {
      return duration.toMillis() + "ms";
    }
    var text = new StringBuilder();
    long[] parts = {
      duration.toDays(),
      duration.toHoursPart(),
      duration.toMinutesPart(),
      duration.toSecondsPart(),
      duration.toMillisPart()
    };
    String[] units = {"d", "h", "m", "s", "ms"};
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] != 0) {
        text.append(parts[i]).append(units[i]);
      }
    }
    return text.toString();
  }
}
