package dev.lockkeeper.rule;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RuleGroupSpec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules that are evaluated together, in their order.
final class RuleGroup {
  private final RuleGroupSpec spec;
  private final Duration interval;
  private final List<CompiledRule> rules;

  /// place of the first rule among the rules of all groups
  private int first;

  private @Nullable Moment last;

  RuleGroup(RuleGroupSpec spec, Duration interval, List<CompiledRule> rules) {
    this.spec = spec;
    this.interval = interval;
    this.rules = List.copyOf(rules);
  }

  String name() {
    return spec.name();
  }

  String file() {
    return spec.file();
  }

  Duration interval() {
    return interval;
  }

  /// How far back from the moment of its evaluation it looks.
  Duration queryOffset() {
    return spec.queryOffset();
  }

  int first() {
    return first;
  }

  void first(int place) {
    first = place;
  }

  List<CompiledRule> rules() {
    return rules;
  }

  /// Whether to evaluate now. A tick that comes up to half an agent's interval early counts: else
  /// every little jitter would cost a whole interval.
  boolean due(Moment now, Duration agentInterval) {
    if (last == null
        || now.nanos() - last.nanos() >= interval.toNanos() - agentInterval.toNanos() / 2) {
      last = now;
      return true;
    }
    return false;
  }

  void adopt(RuleGroup previous) {
    last = previous.last;
  }
}
