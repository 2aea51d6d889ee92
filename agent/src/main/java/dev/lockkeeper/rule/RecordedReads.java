package dev.lockkeeper.rule;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.promql.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What rules read by way of recording rules: where nothing is known of a metric, nothing is known
/// of what was recorded from it.
final class RecordedReads {
  private RecordedReads() {}

  static void resolve(List<CompiledRule> rules) {
    var recording = rules.stream().filter(rule -> rule.spec().record() != null).toList();
    if (recording.isEmpty()) {
      return;
    }
    for (var rule : rules) {
      var plans = new LinkedHashSet<Plan>();
      follow(rule, recording, plans);
      rule.reads(new ArrayList<>(plans));
    }
  }

  private static void follow(CompiledRule rule, List<CompiledRule> recording, Set<Plan> plans) {
    if (!plans.add(rule.plan())) {
      return;
    }
    for (var source : recording) {
      if (rule.plan().mayRead(Set.of(source.name()), Labels.NONE)) {
        follow(source, recording, plans);
      }
    }
  }
}
