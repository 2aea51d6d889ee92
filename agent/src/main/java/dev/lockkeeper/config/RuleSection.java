package dev.lockkeeper.config;

import dev.lockkeeper.config.YamlNode.Scalar;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RuleGroupSpec.Place;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One rule: Prometheus' keys, `remedy` and `mode`.
final class RuleSection {
  static final Keys KEYS =
      Keys.of(
              Key.text("alert", "The alert's name."),
              Key.text("record", "The metric under which the result is recorded."),
              Key.text("expr", "PromQL; for an alert, every element of its result is one.")
                  .asRequired(),
              Key.ruleSpan("for", "How long the expression must hold before the alert fires."),
              Key.ruleSpan(
                  "keep_firing_for", "How long the alert goes on when it holds no longer."),
              Key.names("labels", "Added to the result's, over them; templates."),
              Key.names("annotations", "Texts for people; templates: `{{ $labels.service }}`."),
              Key.choice(
                  "remedy",
                  Remedy.class,
                  "What the firing alert asks for; its `service` label says where. Absent: alert"
                      + " only."),
              Key.choice(
                      "mode",
                      Mode.class,
                      "How much may be done without asking; the most cautious of this, the"
                          + " service's and the global one wins.")
                  .otherwise("whatever service and agent say"))
          .exactlyOneOf("alert", "record");

  private static final String[] ALERT_ONLY = {
    "for", "keep_firing_for", "annotations", "remedy", "mode"
  };

  private RuleSection() {}

  /// @return empty where it can't be said what it is, which has been reported
  static Optional<RuleSpec> read(Section rule) {
    var way = rule.oneOf("alert", "record").orElse("");
    if (way.isEmpty()) {
      rule.lacks("needs `alert` or `record`");
    } else {
      rule.require(way);
    }
    if (way.equals("record")) {
      for (var key : ALERT_ONLY) {
        if (rule.has(key)) {
          rule.error(key, "belongs to an alert, not to a recording rule");
        }
      }
    }
    var remedy = rule.choice("remedy", Remedy.class).orElse(null);
    if (rule.has("mode") && !rule.has("remedy")) {
      rule.warning("mode", "has no effect without `remedy`");
    }
    var mode = rule.choice("mode", Mode.class).orElse(null);
    var forDuration = duration(rule, "for");
    var keepFiringFor = duration(rule, "keep_firing_for");
    var labels = labels(rule);
    var annotations = rule.texts("annotations");
    var name = way.isEmpty() ? Optional.<String>empty() : rule.text(way);
    if (name.isEmpty() || !(rule.node("expr") instanceof Scalar scalar)) {
      rule.text("expr"); // a list or a mapping is reported here
      return Optional.empty();
    }
    if (scalar.text().isBlank()) {
      rule.error("expr", "is empty");
      return Optional.empty();
    }
    var expr = Expression.of(scalar);
    boolean alert = way.equals("alert");
    return Optional.of(
        new RuleSpec(
            alert ? name.get() : null,
            alert ? null : name.get(),
            expr.text(),
            expr.at(),
            scalar.exact(),
            rule.at(),
            rule.path(),
            forDuration,
            keepFiringFor,
            labels,
            annotations,
            remedy,
            mode,
            places(rule)));
  }

  private static Map<String, Place> places(Section rule) {
    var places = new HashMap<String, Place>();
    for (String key : List.of("labels", "annotations")) {
      rule.places(key).forEach((name, place) -> places.put(key + "." + name, place));
    }
    return places;
  }

  private static Duration duration(Section rule, String key) {
    return rule.value(key, DurationText::parseInRules).orElse(Duration.ZERO);
  }

  /// Since Prometheus 3 a label may have any name but the metric's own.
  static Map<String, String> labels(Section section) {
    var labels = section.texts("labels");
    if (labels.containsKey("__name__")) {
      section.error("labels", "`__name__` can't be set");
    }
    return labels;
  }

  /// The expression without the empty lines around it.
  private record Expression(String text, Position at) {
    static Expression of(Scalar scalar) {
      var text = scalar.text().stripTrailing();
      // a block's leading empty lines are passed over in its place already
      int start = 0;
      for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
        if (text.charAt(i) == '\n') {
          start = i + 1;
        }
      }
      return new Expression(text.substring(start), scalar.contentAt());
    }
  }
}
