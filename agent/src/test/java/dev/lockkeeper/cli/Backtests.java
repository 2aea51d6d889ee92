package dev.lockkeeper.cli;

import dev.lockkeeper.cli.RuleTools.BacktestRequest;
import dev.lockkeeper.cli.RuleTools.Backtested;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.report.BacktestReports;
import java.io.IOException;
import java.util.List;

/// What backtests answer in tests of the commands.
final class Backtests {
  private Backtests() {}

  static Backtested answer(BacktestRequest request) throws IOException {
    if (request.prometheus().isPresent()) {
      throw new IOException(request.prometheus().get() + " can't be asked: connection refused");
    }
    return switch (request.files().getFirst()) {
      case "bad.yml" ->
          new Backtested.Broken(
              List.of(
                  Problem.error("bad.yml", 4, 15, "groups[0].rules[0].expr", "unexpected \")\"")));
      case "quiet.yml" -> new Backtested.Ran(BacktestReports.quiet());
      default -> new Backtested.Ran(BacktestReports.eventful());
    };
  }
}
