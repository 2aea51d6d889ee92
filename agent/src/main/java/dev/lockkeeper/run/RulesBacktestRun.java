package dev.lockkeeper.run;

import dev.lockkeeper.cli.RuleTools;

/// The command `rules backtest`.
final class RulesBacktestRun implements RuleTools.Backtest {
  @Override
  public RuleTools.Outcome backtest(RuleTools.BacktestRequest request) {
    throw new IllegalArgumentException("rules backtest is not built yet");
  }
}
