package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.Nearest;
import dev.lockkeeper.promql.BinaryOperator;
import dev.lockkeeper.promql.Expr;
import dev.lockkeeper.promql.Matcher;
import dev.lockkeeper.rule.check.Finding.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Finds names of metrics and labels that nothing yields.
final class NameCheck {
  private final KnownMetrics known;
  private final String text;
  private final List<Finding> findings;

  NameCheck(KnownMetrics known, String text, List<Finding> findings) {
    this.known = known;
    this.text = text;
    this.findings = findings;
  }

  void check(Expr expr) {
    if (!known.checked()) {
      return;
    }
    if (expr instanceof Expr.VectorSelector selector) {
      selector(selector);
    } else if (expr instanceof Expr.Aggregation aggregation) {
      aggregation(aggregation);
    } else if (expr instanceof Expr.Binary binary && binary.matching() != null) {
      matching(binary, binary.matching());
    }
    expr.parts().forEach(this::check);
  }

  // ---- metrics --------------------------------------------------------------------------------

  private void selector(Expr.VectorSelector selector) {
    var metric = Parts.metric(selector);
    if (metric.isPresent() && !known.isKnown(metric.get())) {
      findings.add(
          new Finding(Kind.DOUBTFUL, place(metric.get(), selector), unknownMetric(metric.get())));
      return;
    }
    boolean named =
        selector.matchers().stream().anyMatch(matcher -> matcher.label().equals(Matcher.NAME));
    if (named && metric.isEmpty() && known.metrics(selector).isEmpty()) {
      findings.add(
          new Finding(
              Kind.DOUBTFUL, selector.start(), "nothing that is collected or recorded matches"));
      return;
    }
    int braces = Math.max(selector.start(), text.indexOf('{', selector.start()));
    for (var matcher : selector.matchers()) {
      if (!matcher.label().equals(Matcher.NAME)) {
        label(selector, matcher, braces);
      }
    }
  }

  /// `{__name__="x"}` names it as well.
  private int place(String metric, Expr.VectorSelector selector) {
    int at = NamePlace.of(metric, text, selector.start(), selector.end(), 0);
    return at > selector.start() || text.startsWith(metric, at)
        ? at
        : Math.max(at, text.indexOf(metric, at));
  }

  private String unknownMetric(String metric) {
    if (metric.equals("up")) {
      return "unknown metric `up`: it is Prometheus' own, about what it scrapes; here `service_up`"
          + " says that a service's process lives, `probe_success` that it answers";
    }
    return "unknown metric `"
        + metric
        + "`"
        + known
            .nearestMetric(metric)
            .map(name -> "; did you mean `" + name + "`?")
            .orElse(": nothing here collects or records it");
  }

  // ---- labels of selectors --------------------------------------------------------------------

  private void label(Expr.VectorSelector selector, Matcher matcher, int braces) {
    String label = matcher.label();
    if (known.isEverywhere(label)) {
      return;
    }
    int at = NamePlace.of(label, text, braces, selector.end(), 0);
    String metric = Parts.metric(selector).orElse("");
    if (!known.mayCarry(withoutMatchersOn(label, selector), label)) {
      findings.add(
          new Finding(
              Kind.DOUBTFUL,
              at,
              (metric.isEmpty() ? "nothing that is selected has a" : "`" + metric + "` has no")
                  + " label `"
                  + label
                  + "`"
                  + hint(label, known.labels(selector))));
      return;
    }
    var values = KnownValues.ofLabel(metric, label);
    boolean never = !values.isEmpty() && values.stream().noneMatch(matcher::matches);
    if (never && !matcher.matches("")) {
      findings.add(
          new Finding(
              Kind.DOUBTFUL,
              at,
              "`%s` of `%s` is never %s%s"
                  .formatted(
                      label,
                      metric,
                      matcher.value(),
                      Nearest.to(matcher.value(), values)
                          .map(value -> "; did you mean \"" + value + "\"?")
                          .orElse("; there are " + String.join(", ", values)))));
    }
  }

  /// `x{label=""}` can't carry the label, and is no less a question about it.
  private static Expr withoutMatchersOn(String label, Expr.VectorSelector selector) {
    return new Expr.VectorSelector(
        selector.matchers().stream().filter(m -> !m.label().equals(label)).toList(),
        selector.shift(),
        selector.start(),
        selector.end());
  }

  // ---- labels of groupings --------------------------------------------------------------------

  private void aggregation(Expr.Aggregation aggregation) {
    var inner = aggregation.inner();
    for (String label : aggregation.labels()) {
      if (!known.isEverywhere(label) && !known.mayCarry(inner, label)) {
        findings.add(
            new Finding(
                Kind.DOUBTFUL,
                outside(label, aggregation.start(), aggregation.end(), inner),
                "what is aggregated has no label `"
                    + label
                    + "`"
                    + hint(label, known.labels(inner))));
      }
    }
  }

  /// The word before the aggregated expression, or behind it.
  private int outside(String word, int start, int end, Expr inner) {
    int before = NamePlace.of(word, text, start, inner.start(), 0);
    if (before > start) {
      return before;
    }
    int behind = NamePlace.of(word, text, inner.end(), end, 0);
    return behind > inner.end() ? behind : start;
  }

  private void matching(Expr.Binary binary, Expr.Matching matching) {
    for (String label : matching.labels()) {
      if (!known.isEverywhere(label)) {
        matched(binary, matching, label);
      }
    }
    for (String label : matching.include()) {
      var one =
          matching.cardinality() == Expr.Cardinality.ONE_TO_MANY ? binary.left() : binary.right();
      if (!known.isEverywhere(label) && !known.mayCarry(one, label)) {
        findings.add(
            new Finding(
                Kind.DOUBTFUL,
                between(binary, label, matching.labels().contains(label) ? 1 : 0),
                "the \"one\" side has no label `" + label + "`" + hint(label, known.labels(one))));
      }
    }
  }

  private void matched(Expr.Binary binary, Expr.Matching matching, String label) {
    boolean left = known.mayCarry(binary.left(), label);
    boolean right = known.mayCarry(binary.right(), label);
    if (!left && !right) {
      Set<String> candidates = new TreeSet<>(known.labels(binary.left()));
      candidates.addAll(known.labels(binary.right()));
      findings.add(
          new Finding(
              Kind.DOUBTFUL,
              between(binary, label, 0),
              "neither side has a label `" + label + "`" + hint(label, candidates)));
    } else if (matching.on()
        && left != right
        && binary.operator() != BinaryOperator.OR
        && (binary.operator() != BinaryOperator.UNLESS || left)) {
      findings.add(
          new Finding(
              Kind.DOUBTFUL,
              between(binary, label, 0),
              "nothing on the %s side has a label `%s`, so nothing ever matches"
                  .formatted(left ? "right" : "left", label)));
    }
  }

  private int between(Expr.Binary binary, String label, int nth) {
    int from = binary.left().end();
    int at = NamePlace.of(label, text, from, binary.right().start(), nth);
    return at > from ? at : NamePlace.ofOperator(text, binary);
  }

  private static String hint(String label, Collection<String> candidates) {
    Optional<String> near = Nearest.to(label, candidates);
    if (near.isPresent()) {
      return "; did you mean `" + near.get() + "`?";
    }
    return candidates.isEmpty()
        ? "; there is none but those that every series may have"
        : "; there are " + String.join(", ", candidates);
  }
}
