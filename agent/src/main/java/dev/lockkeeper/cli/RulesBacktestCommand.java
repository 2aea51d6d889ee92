package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import java.nio.file.Path;

/// `rules backtest`.
final class RulesBacktestCommand {
  private RulesBacktestCommand() {}

  static int run(Call call) throws Exception {
    var from = call.option("--from");
    var prometheus = call.option("--prometheus");
    if (from.isPresent() == prometheus.isPresent()) {
      throw new IllegalArgumentException("rules backtest needs one of --from and --prometheus");
    }
    return OutcomeText.show(
        call,
        call.parts()
            .rules()
            .backtest()
            .backtest(
                new RuleTools.BacktestRequest(
                    call.arguments(),
                    call.givenConfig(),
                    from,
                    prometheus,
                    call.option("--since"),
                    call.option("--until"),
                    call.option("--step"),
                    call.option("--alert"),
                    call.option("--picture").map(Path::of))));
  }
}
