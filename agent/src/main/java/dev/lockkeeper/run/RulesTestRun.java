package dev.lockkeeper.run;

import dev.lockkeeper.cli.RuleTools;

/// The command `rules test`.
final class RulesTestRun implements RuleTools.Test {
  @Override
  public RuleTools.Outcome test(RuleTools.TestRequest request) {
    throw new IllegalArgumentException("rules test is not built yet");
  }
}
