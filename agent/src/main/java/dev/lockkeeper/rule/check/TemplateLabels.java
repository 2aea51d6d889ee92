package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.Nearest;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Problem.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds labels that texts with `{{ $labels.x }}` ask for and the expression's result can't have:
/// an alert that says "disk is full".
final class TemplateLabels {
  private static final Pattern ACTION = Pattern.compile("\\{\\{(.*?)\\}\\}", Pattern.DOTALL);
  private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-zA-Z_][a-zA-Z0-9_]*)");

  private TemplateLabels() {}

  static void check(KnownMetrics known, RuleChecks.Rule rule, List<Problem> problems) {
    if (known.checked()) {
      check(known, rule, "labels", rule.labels(), problems);
      check(known, rule, "annotations", rule.spec().annotations(), problems);
    }
  }

  private static void check(
      KnownMetrics known,
      RuleChecks.Rule rule,
      String key,
      Map<String, String> texts,
      List<Problem> problems) {
    for (var text : new TreeMap<>(texts).entrySet()) {
      Matcher action = ACTION.matcher(text.getValue());
      while (action.find()) {
        Matcher label = LABEL.matcher(action.group(1));
        while (label.find()) {
          String path = key + "." + text.getKey();
          int offset = action.start(1) + label.start(1);
          check(known, rule, path, place(rule, path, text, offset), label.group(1), problems);
        }
      }
    }
  }

  private static ExpressionPlace place(
      RuleChecks.Rule rule, String path, Map.Entry<String, String> text, int offset) {
    var own = rule.spec().places().get(path);
    var place = own == null ? rule.group().places().get(text.getKey()) : own;
    return place == null
        ? new ExpressionPlace(rule.spec().at(), "")
        : ExpressionPlace.of(place, text.getValue(), offset, "of the text");
  }

  private static void check(
      KnownMetrics known,
      RuleChecks.Rule rule,
      String path,
      ExpressionPlace place,
      String label,
      List<Problem> problems) {
    var expr = rule.plan().expr();
    // `instance` is in every second text, and on every alert that leaves the machine
    if (known.isEverywhere(label) || known.mayCarry(expr, label)) {
      return;
    }
    Set<String> candidates = known.labels(expr);
    problems.add(
        new Problem(
            rule.spec().remedy() == null ? Severity.WARNING : Severity.ERROR,
            rule.group().file(),
            place.at().line(),
            place.at().column(),
            rule.spec().path() + "." + path,
            place.prefix()
                + "the expression's result has no label `"
                + label
                + "`"
                + Nearest.to(label, candidates)
                    .map(name -> "; did you mean `" + name + "`?")
                    .orElse(
                        candidates.isEmpty()
                            ? ""
                            : "; there are " + String.join(", ", candidates))));
  }
}
