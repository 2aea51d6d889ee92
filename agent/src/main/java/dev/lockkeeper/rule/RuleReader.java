package dev.lockkeeper.rule;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.promql.Plan;
import dev.lockkeeper.promql.Planner;
import dev.lockkeeper.promql.PromqlException;
import dev.lockkeeper.promql.ValueType;
import dev.lockkeeper.rule.check.ExpressionPlace;
import dev.lockkeeper.rule.check.RuleChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compiles rules, and finds all problems at once.
final class RuleReader {
  private final Rules.Settings settings;
  private final List<Problem> problems = new ArrayList<>();
  private final List<RuleChecks.Rule> good = new ArrayList<>();

  RuleReader(Rules.Settings settings) {
    this.settings = settings;
  }

  List<Problem> problems() {
    return problems;
  }

  RuleGroup group(RuleGroupSpec spec) {
    var rules = new ArrayList<CompiledRule>();
    for (var rule : spec.rules()) {
      var compiled = rule(spec, rule);
      if (compiled != null) {
        rules.add(compiled);
      }
    }
    return new RuleGroup(
        spec, spec.interval() == null ? settings.interval() : spec.interval(), rules);
  }

  /// What can be said of the rules that compile, once all are known.
  void check() {
    problems.addAll(RuleChecks.of(good, settings.known(), settings.interval()));
  }

  private @Nullable CompiledRule rule(RuleGroupSpec group, RuleSpec spec) {
    var plan = plan(group, spec);
    Map<String, String> labels = new TreeMap<>(group.labels());
    labels.putAll(spec.labels());
    var labelTemplates = templates(group, spec, "labels", labels);
    var annotations = templates(group, spec, "annotations", spec.annotations());
    if (plan == null) {
      return null;
    }
    good.add(new RuleChecks.Rule(group, spec, labels, plan));
    if (plan.longestWindow().compareTo(settings.keep()) > 0) {
      problems.add(
          new Problem(
              Problem.Severity.WARNING,
              group.file(),
              spec.exprAt().line(),
              spec.exprAt().column(),
              spec.path() + ".expr",
              "the expression looks back "
                  + written(plan.longestWindow())
                  + ", but the store keeps "
                  + written(settings.keep())));
    }
    return new CompiledRule(
        group.name(),
        spec,
        labels,
        plan,
        labelTemplates,
        annotations,
        settings.externalLabels(),
        group.limit());
  }

  private @Nullable Plan plan(RuleGroupSpec group, RuleSpec spec) {
    try {
      var plan = Planner.plan(spec.expr());
      if (plan.type() != ValueType.INSTANT_VECTOR && plan.type() != ValueType.SCALAR) {
        error(
            group,
            spec,
            spec.exprAt(),
            "expr",
            "a rule needs an instant vector or scalar, got a " + plan.type().text());
        return null;
      }
      return plan;
    } catch (PromqlException e) {
      var place = ExpressionPlace.of(spec, e.start());
      error(group, spec, place.at(), "expr", place.prefix() + e.getMessage());
      return null;
    }
  }

  private Map<String, Template> templates(
      RuleGroupSpec group, RuleSpec spec, String key, Map<String, String> texts) {
    var templates = new TreeMap<String, Template>();
    texts.forEach((name, text) -> {
      try {
        templates.put(name, Template.compile(text));
      } catch (Template.TemplateException e) {
        error(
            group,
            spec,
            spec.at(),
            key + "." + name,
            e.getMessage() + " (at character " + (e.offset() + 1) + " of the text)");
      }
    });
    return templates;
  }

  private void error(
      RuleGroupSpec group, RuleSpec spec, RuleGroupSpec.Position at, String key, String message) {
    problems.add(
        Problem.error(group.file(), at.line(), at.column(), spec.path() + "." + key, message));
  }

  /// As rule files write it: `1h30m`.
  private static String written(Duration duration) {
    return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }
}
