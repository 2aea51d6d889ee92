package dev.lockkeeper.rule;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.promql.Plan;
import dev.lockkeeper.promql.PromqlException;
import dev.lockkeeper.promql.SharedParts;
import dev.lockkeeper.promql.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compiles rules, and finds all problems at once.
final class RuleReader {
  private final Rules.Settings settings;
  private final SharedParts parts;
  private final List<Problem> problems = new ArrayList<>();

  RuleReader(Rules.Settings settings, SharedParts parts) {
    this.settings = settings;
    this.parts = parts;
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

  private @Nullable CompiledRule rule(RuleGroupSpec group, RuleSpec spec) {
    var plan = plan(group, spec);
    Map<String, String> labels = new TreeMap<>(group.labels());
    labels.putAll(spec.labels());
    var labelTemplates = templates(group, spec, "labels", labels);
    var annotations = templates(group, spec, "annotations", spec.annotations());
    if (plan == null) {
      return null;
    }
    if (spec.remedy() != null && !plan.mayCarry("service") && !labels.containsKey("service")) {
      error(
          group,
          spec,
          spec.exprAt(),
          "remedy",
          "the rule has the remedy "
              + spec.remedy().text()
              + ", but its expression's result can't carry the label \"service\" that says which"
              + " service: keep it, as in \"by (service)\"");
    }
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
      var plan = parts.plan(spec.expr());
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
      var at = spec.exprAt();
      String message = String.valueOf(e.getMessage());
      if (spec.exprIsPlain()) {
        at = new RuleGroupSpec.Position(at.line(), at.column() + e.start());
      } else {
        message = "at " + e.line() + ":" + e.column() + " of the expression: " + message;
      }
      error(group, spec, at, "expr", message);
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
