package dev.lockkeeper.run;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.rule.Rules;
import java.util.List;

/// What came of reading the rule files while the agent runs.
sealed interface RulesRead {

  /// All of them are good: they are to take effect.
  ///
  /// @param rules compiled, not yet evaluated by anybody
  /// @param files how many
  /// @param warnings what is doubtful in them all the same
  record Good(Rules rules, List<RuleGroupSpec> groups, int files, List<Problem> warnings)
      implements RulesRead {
    public Good {
      groups = List.copyOf(groups);
      warnings = List.copyOf(warnings);
    }
  }

  /// They say what runs already.
  ///
  /// @param files how many
  record Same(int files) implements RulesRead {}

  /// Something is wrong in at least one of them: nothing changes.
  ///
  /// @param problems with at least one error
  record Broken(List<Problem> problems) implements RulesRead {
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
