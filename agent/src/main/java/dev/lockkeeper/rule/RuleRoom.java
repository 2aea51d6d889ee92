package dev.lockkeeper.rule;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.promql.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What all rules of one load may take together. Each by itself is bounded, and a file of a
/// mebibyte has room for twenty thousand of them; an agent that runs out of memory over its rule
/// files would do so again at every start.
final class RuleRoom {
  /// Of regular expressions, which take about 50 bytes each; 200 rules of great ones, or 20,000
  /// ordinary ones.
  static final long MOST_INSTRUCTIONS = 200_000;

  private final Set<String> seen = new HashSet<>();
  private long instructions;

  /// @return null when they fit
  static @Nullable Problem tooMany(List<RuleGroupSpec> groups, int most) {
    long rules = 0;
    for (var group : groups) {
      rules += group.rules().size();
      if (rules > most) {
        long all = groups.stream().mapToLong(every -> every.rules().size()).sum();
        return Problem.error(
            group.file(),
            0,
            0,
            "",
            "with this file there are %d rules, and this process' memory holds %d: give it more"
                    .formatted(all, most)
                + " (LOCKKEEPER_JAVA_OPTIONS=-Xmx256m), or split the rules over agents");
      }
    }
    return null;
  }

  /// Whether the regular expressions of one more rule fit.
  boolean takes(Plan plan) {
    plan.regularExpressions()
        .forEach((regex, size) -> {
          if (seen.add(regex)) {
            instructions += size;
          }
        });
    return hasRoom();
  }

  boolean hasRoom() {
    return instructions <= MOST_INSTRUCTIONS;
  }
}
