package dev.lockkeeper.run;

import dev.lockkeeper.cli.RuleTools;
import java.util.List;

/// The command `rules check`.
final class RulesCheckRun implements RuleTools.Check {
  @Override
  public RuleTools.Checked check(RuleTools.CheckRequest request) {
    return new RuleTools.Checked(List.of());
  }
}
