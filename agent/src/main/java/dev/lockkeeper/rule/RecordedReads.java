package dev.lockkeeper.rule;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.promql.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What rules read by way of recording rules, and by way of `ALERTS`: where nothing is known of a
/// metric, nothing is known of what was recorded from it, nor of alerts on it.
final class RecordedReads {
  private static final Set<String> OF_ALERTS =
      Set.of(AlertSeries.ALERTS, AlertSeries.ALERTS_FOR_STATE);

  private final List<CompiledRule> recording;
  private final List<CompiledRule> alerting;

  private RecordedReads(List<CompiledRule> rules) {
    recording = rules.stream().filter(rule -> rule.spec().record() != null).toList();
    alerting = rules.stream().filter(rule -> rule.spec().alert() != null).toList();
  }

  static void resolve(List<CompiledRule> rules) {
    var reads = new RecordedReads(rules);
    for (var rule : rules) {
      var plans = new LinkedHashSet<Plan>();
      reads.follow(rule, plans);
      if (plans.size() > 1) {
        rule.reads(new ArrayList<>(plans));
      }
    }
  }

  private void follow(CompiledRule rule, Set<Plan> plans) {
    if (!plans.add(rule.plan())) {
      return;
    }
    for (var source : recording) {
      if (rule.plan().mayRead(Set.of(source.name()), Labels.NONE)) {
        follow(source, plans);
      }
    }
    // few rules do: the others need not be compared with every alert
    if (rule.plan().mayRead(OF_ALERTS, Labels.NONE)) {
      for (var source : alerting) {
        if (rule.plan().mayRead(OF_ALERTS, Labels.of("alertname", source.name()))) {
          follow(source, plans);
        }
      }
    }
  }
}
