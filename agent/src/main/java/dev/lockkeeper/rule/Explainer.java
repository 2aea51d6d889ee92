package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Explanation;
import dev.lockkeeper.model.Explanation.LabelSet;
import dev.lockkeeper.model.Explanation.OfRule;
import dev.lockkeeper.model.Explanation.Outlook;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Nearest;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Verdict;
import dev.lockkeeper.promql.Dissection;
import dev.lockkeeper.promql.PromqlException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Explains why a rule is or is not firing: evaluates its expression once more, part by part, with
/// plans of its own, beside what the rules have said. For any thread; it never disturbs them.
public final class Explainer {
  /// Label sets that are shown of one rule.
  static final int MOST_LABEL_SETS = 10;

  private final List<RuleGroupSpec> groups;
  private final RuleReport said;
  private final SeriesView view;
  private final Outlooks outlooks;

  /// Tells what would become of a remedy.
  @FunctionalInterface
  public interface Outlooks {
    Outlook of(RuleSpec rule, String service);
  }

  /// @param groups as they run
  /// @param said the rules' latest report
  public Explainer(
      List<RuleGroupSpec> groups, RuleReport said, SeriesView view, Outlooks outlooks) {
    this.groups = List.copyOf(groups);
    this.said = said;
    this.view = view;
    this.outlooks = outlooks;
  }

  /// Explains every rule of this name.
  ///
  /// @throws IllegalArgumentException with a message for a person, when there is none
  public Explanation explain(String name, Instant now) {
    var drafts = new ArrayList<Draft>();
    var names = new TreeSet<String>();
    for (var group : groups) {
      for (var rule : group.rules()) {
        names.add(nameOf(rule));
        if (nameOf(rule).equals(name)) {
          drafts.add(draft(group, rule, now));
        }
      }
    }
    if (drafts.isEmpty()) {
      throw new IllegalArgumentException(
          "no rule is called \""
              + name
              + "\""
              + Nearest.to(name, names).map(near -> "; did you mean \"" + near + "\"?").orElse(""));
    }
    var unclaimed = new ArrayList<>(said.alerts());
    unclaimed.removeIf(alert -> alert.verdict() instanceof Verdict.Clear);
    // an alert does not say which of several rules of its name it is of: first of one that holds
    drafts.forEach(draft -> draft.claim(unclaimed, true));
    drafts.forEach(draft -> draft.claim(unclaimed, false));
    return new Explanation(
        name, now, drafts.stream().map(draft -> explain(draft, unclaimed, now)).toList());
  }

  private static String nameOf(RuleSpec rule) {
    return rule.alert() != null ? rule.alert() : Objects.requireNonNull(rule.record());
  }

  private Draft draft(RuleGroupSpec group, RuleSpec rule, Instant now) {
    try {
      return new Draft(group, rule, Dissection.of(rule.expr(), view, now.toEpochMilli()), "");
    } catch (PromqlException e) {
      return new Draft(group, rule, null, String.valueOf(e.getMessage()));
    }
  }

  private OfRule explain(Draft draft, List<Alert> unclaimed, Instant now) {
    var rule = draft.rule;
    var part = draft.part;
    String unknown =
        said.unknown().stream()
            .filter(
                one -> one.group().equals(draft.group.name()) && one.rule().equals(nameOf(rule)))
            .map(RuleReport.UnknownRule::reason)
            .findFirst()
            .orElse("");
    if (part == null) {
      return new OfRule(
          draft.group, rule, rule.record() != null, unknown, draft.failure, List.of(), 0, null);
    }
    var shown = new ArrayList<LabelSet>();
    // alerts that stand though the expression says nothing of them: kept, frozen, or just ending
    var orphans = unclaimed.stream().filter(draft::mayOwn).toList();
    orphans.stream()
        .limit(MOST_LABEL_SETS)
        .forEach(alert -> shown.add(orphan(rule, alert, part, now)));
    draft.candidates.stream()
        .sorted(Comparator.comparingInt(Candidate::rank).thenComparingDouble(Candidate::distance))
        .limit(MOST_LABEL_SETS - shown.size())
        .forEach(set -> shown.add(labelSet(rule, set, now)));
    return new OfRule(
        draft.group,
        rule,
        rule.record() != null,
        unknown,
        part.failure(),
        shown,
        draft.candidates.size() + orphans.size() - shown.size(),
        shown.isEmpty() ? Lineages.whole(part, now) : null);
  }

  /// One rule while it is being explained.
  private static final class Draft {
    private final RuleGroupSpec group;
    private final RuleSpec rule;
    private final Dissection.@Nullable Part part;
    private final String failure;
    private final List<Candidate> candidates = new ArrayList<>();

    Draft(RuleGroupSpec group, RuleSpec rule, Dissection.@Nullable Part part, String failure) {
      this.group = group;
      this.rule = rule;
      this.part = part;
      this.failure = failure;
      if (part != null) {
        part.elements().forEach(element -> candidates.add(new Candidate(part, element, null)));
      }
    }

    /// Finds the alerts of its label sets and takes them out of the list.
    ///
    /// @param holding of those that hold now, or of the others
    void claim(List<Alert> alerts, boolean holding) {
      var own = labels();
      own.put("alertname", "");
      var byLabels = new HashMap<Labels, Alert>();
      alerts.stream()
          .filter(this::mayOwn)
          .forEach(
              alert -> byLabels.put(alert.labels().keep(name -> !own.containsKey(name)), alert));
      for (int i = 0; i < candidates.size(); i++) {
        var one = candidates.get(i);
        if (one.element().present() == holding) {
          var alert =
              byLabels.get(one.element().id().labels().keep(name -> !own.containsKey(name)));
          if (alert != null) {
            candidates.set(i, new Candidate(one.part(), one.element(), alert));
            alerts.remove(alert);
          }
        }
      }
    }

    /// Whether an alert has its name and the labels that it sets.
    boolean mayOwn(Alert alert) {
      if (!alert.rule().equals(rule.alert())) {
        return false;
      }
      for (var label : labels().entrySet()) {
        if (!label.getValue().contains("{{")
            && !alert.labels().value(label.getKey()).equals(label.getValue())) {
          return false;
        }
      }
      return true;
    }

    private Map<String, String> labels() {
      var labels = new TreeMap<>(group.labels());
      labels.putAll(rule.labels());
      return labels;
    }
  }

  /// A label set that the expression is about.
  private record Candidate(
      Dissection.Part part, Dissection.Element element, @Nullable Alert alert) {
    int rank() {
      return alert != null ? alert.verdict().firing() ? 0 : 1 : element.present() ? 2 : 3;
    }

    double distance() {
      double distance = Lineages.distance(part, element);
      return Double.isNaN(distance) ? Double.MAX_VALUE : distance;
    }
  }

  private LabelSet labelSet(RuleSpec rule, Candidate set, Instant now) {
    var element = set.element();
    var alert = set.alert();
    var labels = alert == null ? element.id().labels() : alert.labels();
    return new LabelSet(
        labels,
        element.present(),
        element.value(),
        alert == null ? Verdict.Clear.INSTANCE : alert.verdict(),
        alert == null ? null : alert.activeAt(),
        left(rule, alert, now),
        element.present() ? "" : Lineages.because(set.part(), element),
        Lineages.of(set.part(), element, now),
        outlook(rule, labels));
  }

  private LabelSet orphan(RuleSpec rule, Alert alert, Dissection.Part part, Instant now) {
    return new LabelSet(
        alert.labels(),
        false,
        Double.NaN,
        alert.verdict(),
        alert.activeAt(),
        left(rule, alert, now),
        "the expression yields nothing for it any more",
        Lineages.whole(part, now),
        outlook(rule, alert.labels()));
  }

  private static Duration left(RuleSpec rule, @Nullable Alert alert, Instant now) {
    if (alert == null) {
      return rule.forDuration();
    }
    Verdict known =
        alert.verdict() instanceof Verdict.Unknown(String _, Verdict frozen)
            ? frozen
            : alert.verdict();
    if (known.firing()) {
      return Duration.ZERO;
    }
    var left = rule.forDuration().minus(Duration.between(alert.activeAt(), now));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private @Nullable Outlook outlook(RuleSpec rule, Labels labels) {
    return rule.remedy() == null ? null : outlooks.of(rule, labels.value("service"));
  }
}
