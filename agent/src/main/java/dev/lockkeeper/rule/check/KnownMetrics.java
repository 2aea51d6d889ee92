package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Nearest;
import dev.lockkeeper.promql.Carries;
import dev.lockkeeper.promql.Expr;
import dev.lockkeeper.promql.Matcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What there is to read: the metrics that any collector of any platform yields, whether this
/// machine has it or not, what rules record, and the labels that any series may have.
public final class KnownMetrics {
  /// Nothing is known, so that nothing is unknown either.
  public static final KnownMetrics UNCHECKED =
      new KnownMetrics(false, Map.of(), Map.of(), Set.of(), Retention.UNKNOWN);

  /// What rules yield about themselves, with labels of any name.
  private static final Set<String> ALERT_SERIES = Set.of("ALERTS", "ALERTS_FOR_STATE");

  /// Edits within which one metric's name may be meant for another's; they are long and alike.
  private static final int NEAR = 5;

  /// Names beyond so many are just unknown: each guess compares with every known name.
  private static final int MOST_GUESSES = 100;

  private final boolean checked;
  private final Map<String, MetricFamily> families;
  private final Map<String, List<Recorded>> recorded;

  /// labels that any series may have
  private final Set<String> everywhere;

  private final Retention retention;

  /// for a rule file in which one wrong name stands a thousand times
  private final Map<String, Optional<String>> nearest = new HashMap<>();

  /// What a rule records.
  ///
  /// @param labels the names of those that group and rule add
  record Recorded(Expr expr, String text, Set<String> labels) {}

  private KnownMetrics(
      boolean checked,
      Map<String, MetricFamily> families,
      Map<String, List<Recorded>> recorded,
      Set<String> everywhere,
      Retention retention) {
    this.checked = checked;
    this.families = families;
    this.recorded = recorded;
    this.everywhere = everywhere;
    this.retention = retention;
  }

  /// @param everywhere the names of configured labels; `instance` and `job` are known already
  public static KnownMetrics of(Collection<MetricFamily> families, Set<String> everywhere) {
    var byName = new TreeMap<String, MetricFamily>();
    for (var family : families) {
      if (family.type() == MetricFamily.Type.HISTOGRAM) {
        var labels = family.labelNames().toArray(String[]::new);
        var bucketLabels = new ArrayList<>(family.labelNames());
        bucketLabels.add("le");
        String name = family.name();
        byName.putIfAbsent(
            name + "_bucket",
            MetricFamily.counter(
                name + "_bucket", family.help(), bucketLabels.toArray(String[]::new)));
        for (String suffix : List.of("_sum", "_count")) {
          byName.putIfAbsent(
              name + suffix, MetricFamily.counter(name + suffix, family.help(), labels));
        }
      } else {
        byName.putIfAbsent(family.name(), family);
      }
    }
    var labels = new TreeSet<>(everywhere);
    labels.addAll(Set.of("instance", "job"));
    return new KnownMetrics(true, byName, Map.of(), labels, Retention.UNKNOWN);
  }

  /// The same, kept for so long.
  public KnownMetrics kept(Retention howLong) {
    return new KnownMetrics(checked, families, recorded, everywhere, howLong);
  }

  /// Also what these rules record.
  KnownMetrics and(Collection<RuleChecks.Rule> rules) {
    var more = new TreeMap<String, List<Recorded>>();
    for (var rule : rules) {
      String name = rule.spec().record();
      if (name != null) {
        more.computeIfAbsent(name, _ -> new ArrayList<>())
            .add(new Recorded(rule.plan().expr(), rule.plan().text(), rule.labels().keySet()));
      }
    }
    return new KnownMetrics(checked, families, more, everywhere, retention);
  }

  Retention retention() {
    return retention;
  }

  boolean checked() {
    return checked;
  }

  boolean isKnown(String metric) {
    return !checked
        || families.containsKey(metric)
        || recorded.containsKey(metric)
        || ALERT_SERIES.contains(metric);
  }

  boolean isEverywhere(String label) {
    return everywhere.contains(label);
  }

  Optional<MetricFamily> family(String metric) {
    return Optional.ofNullable(families.get(metric));
  }

  /// The rules that record it, where nothing else yields it.
  List<Recorded> recorded(String metric) {
    return families.containsKey(metric) ? List.of() : recorded.getOrDefault(metric, List.of());
  }

  /// Every known metric that a selector could read.
  List<String> metrics(Expr.VectorSelector selector) {
    var names = selector.matchers().stream().filter(m -> m.label().equals(Matcher.NAME)).toList();
    var known = new ArrayList<>(families.keySet());
    known.addAll(recorded.keySet());
    if (!names.isEmpty()) {
      known.addAll(ALERT_SERIES);
    }
    return known.stream()
        .filter(metric -> names.stream().allMatch(matcher -> matcher.matches(metric)))
        .toList();
  }

  /// Whether elements of an expression's result can carry a label; where a metric is unknown, they
  /// can.
  boolean mayCarry(Expr expr, String label) {
    return mayCarry(expr, label, new HashSet<>());
  }

  private boolean mayCarry(Expr expr, String label, Set<String> underWay) {
    return Carries.may(
        expr, label, (selector, wanted) -> selectorMayCarry(selector, wanted, underWay));
  }

  private boolean selectorMayCarry(
      Expr.VectorSelector selector, String label, Set<String> underWay) {
    if (!checked || everywhere.contains(label)) {
      return true;
    }
    var fixed = Parts.metric(selector);
    if (fixed.isPresent()) {
      return metricMayCarry(fixed.get(), label, underWay);
    }
    var metrics = metrics(selector);
    return metrics.isEmpty()
        || metrics.stream().anyMatch(metric -> metricMayCarry(metric, label, underWay));
  }

  private boolean metricMayCarry(String metric, String label, Set<String> underWay) {
    var family = families.get(metric);
    if (family != null) {
      return family.labelNames().contains(label);
    }
    var rules = recorded.get(metric);
    if (rules == null || !underWay.add(metric)) {
      // unknown; or it is recorded from itself, and the rest of that rule decides
      return rules == null;
    }
    boolean may =
        rules.stream()
            .anyMatch(
                rule -> rule.labels().contains(label) || mayCarry(rule.expr(), label, underWay));
    underWay.remove(metric);
    return may;
  }

  /// Every label name that an expression's result can carry, as far as it is known.
  Set<String> labels(Expr expr) {
    var labels = new TreeSet<String>();
    addLabels(expr, labels, new HashSet<>());
    labels.removeIf(label -> !mayCarry(expr, label));
    return labels;
  }

  private void addLabels(Expr expr, Set<String> labels, Set<String> met) {
    for (var selector : Parts.selectors(expr)) {
      for (String metric :
          Parts.metric(selector).map(List::of).orElseGet(() -> metrics(selector))) {
        if (met.add(metric)) {
          family(metric).ifPresent(family -> labels.addAll(family.labelNames()));
          for (var rule : recorded(metric)) {
            labels.addAll(rule.labels());
            addLabels(rule.expr(), labels, met);
          }
        }
      }
    }
  }

  Optional<String> nearestMetric(String name) {
    return nearest.containsKey(name) || nearest.size() < MOST_GUESSES
        ? nearest.computeIfAbsent(name, this::findNearest)
        : Optional.empty();
  }

  private Optional<String> findNearest(String name) {
    var known = new ArrayList<>(families.keySet());
    known.addAll(recorded.keySet());
    known.addAll(ALERT_SERIES);
    // names of former versions and of other exporters mostly lack a unit or `_total` at their end
    return Nearest.to(name, known, NEAR)
        .or(() ->
            known.stream()
                .filter(candidate -> candidate.startsWith(name + "_"))
                .min(Comparator.comparingInt(String::length)));
  }
}
