package dev.lockkeeper.rule;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.promql.Plan;
import dev.lockkeeper.promql.PromqlException;
import dev.lockkeeper.promql.SharedParts;
import dev.lockkeeper.promql.ValueType;
import dev.lockkeeper.rule.check.ExpressionPlace;
import dev.lockkeeper.rule.check.RuleChecks;
import dev.lockkeeper.rule.check.TextPlace;
import dev.lockkeeper.rule.template.Template;
import dev.lockkeeper.rule.template.TemplateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compiles rules, and finds all problems at once.
final class RuleReader {
  private static final Map<String, Template> NO_TEMPLATES = Map.of();

  private final Rules.Settings settings;
  private final AlertCensus census;

  /// what rules yield themselves
  private final Set<String> recorded;

  /// by the time by which groups are evaluated late
  private final Map<Duration, SharedParts> parts = new LinkedHashMap<>();

  private final RuleRoom room = new RuleRoom();
  private final List<Problem> problems = new ArrayList<>();
  private final List<RuleChecks.Rule> good = new ArrayList<>();

  RuleReader(Rules.Settings settings, Set<String> recorded, AlertCensus census) {
    this.settings = settings;
    this.recorded = recorded;
    this.census = census;
  }

  /// What the plans of the groups read so far have in common; no more can be read then.
  List<SharedParts> parts() {
    parts.values().forEach(SharedParts::complete);
    return List.copyOf(parts.values());
  }

  List<Problem> problems() {
    return problems;
  }

  RuleGroup group(RuleGroupSpec spec) {
    var rules = new ArrayList<CompiledRule>();
    var interval = spec.interval() == null ? settings.interval() : spec.interval();
    var around =
        new CompiledRule.Surroundings(
            spec.limit(),
            spec.queryOffset(),
            longer(interval, settings.interval()).multipliedBy(3).plus(spec.queryOffset()),
            settings.externalLabels(),
            settings.externalUrl(),
            census);
    var lines = new HashMap<List<Object>, Integer>();
    for (var rule : spec.rules()) {
      var first =
          lines.putIfAbsent(
              List.of(rule.alert() != null, rule.name(), rule.labels()), rule.at().line());
      if (first != null) {
        warning(
            spec,
            rule,
            "",
            "has the name and the labels of the rule in line " + first + " of the same group");
      }
      var compiled = rule(spec, rule, around);
      if (compiled != null) {
        rules.add(compiled);
      }
    }
    return new RuleGroup(spec, interval, rules);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /// What can be said of the rules that compile, once all are known.
  void check() {
    problems.addAll(RuleChecks.of(good, settings.known(), settings.interval()));
  }

  private @Nullable CompiledRule rule(
      RuleGroupSpec group, RuleSpec spec, CompiledRule.Surroundings around) {
    var plan = plan(group, spec);
    Map<String, String> labels = new TreeMap<>(group.labels());
    labels.putAll(spec.labels());
    boolean alert = spec.alert() != null;
    var labelTemplates = alert ? templates(group, spec, "labels", labels) : NO_TEMPLATES;
    var annotations =
        alert ? templates(group, spec, "annotations", spec.annotations()) : NO_TEMPLATES;
    if (plan == null) {
      return null;
    }
    good.add(new RuleChecks.Rule(group, spec, labels, plan));
    if (plan.longestWindow().plus(around.offset()).compareTo(settings.keep()) > 0) {
      problems.add(
          new Problem(
              Problem.Severity.WARNING,
              group.file(),
              spec.exprAt().line(),
              spec.exprAt().column(),
              spec.path() + ".expr",
              "the expression looks back "
                  + written(plan.longestWindow().plus(around.offset()))
                  + ", but the store keeps "
                  + written(settings.keep())));
    }
    return new CompiledRule(group.name(), spec, labels, plan, labelTemplates, annotations, around);
  }

  private @Nullable Plan plan(RuleGroupSpec group, RuleSpec spec) {
    if (!room.hasRoom()) {
      return null;
    }
    try {
      var plan =
          parts
              .computeIfAbsent(group.queryOffset(), _ -> new SharedParts(recorded))
              .plan(spec.expr());
      if (!room.takes(plan)) {
        error(
            group,
            spec,
            spec.exprAt(),
            "expr",
            "with this one the regular expressions of all rules are too large together: what"
                + " follows is not read");
        return null;
      }
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
      String path = key + "." + name;
      var place = spec.places().get(path);
      boolean ofGroup = place == null && key.equals("labels") && !spec.labels().containsKey(name);
      if (ofGroup) {
        place = group.places().get(name);
      }
      try {
        var template = Template.compile(text);
        templates.put(name, template);
        for (String doubt : template.doubts()) {
          warning(group, spec, path, doubt);
        }
      } catch (TemplateException e) {
        var at = TextPlace.of(text, e.offset());
        String message = String.valueOf(e.getMessage());
        if (place == null) {
          error(group, spec, spec.at(), path, message + " (" + at + " of the text)");
        } else if (place.plain()) {
          error(group, spec, at.from(place.at()), path, message);
        } else {
          error(group, spec, place.at(), path, message + " (" + at + " of the text)");
        }
      }
    });
    return templates;
  }

  private void warning(RuleGroupSpec group, RuleSpec spec, String key, String message) {
    var place = spec.places().get(key);
    var at = place == null ? spec.at() : place.at();
    problems.add(
        new Problem(
            Problem.Severity.WARNING,
            group.file(),
            at.line(),
            at.column(),
            key.isEmpty() ? spec.path() : spec.path() + "." + key,
            message));
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
