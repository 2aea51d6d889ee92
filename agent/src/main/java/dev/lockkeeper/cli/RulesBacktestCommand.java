package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.cli.RuleTools.Backtested;
import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.report.BacktestDocument;
import dev.lockkeeper.report.BacktestPicture;
import dev.lockkeeper.report.DocumentText;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `rules backtest`: exits with 0 whether something fired or not, with 1 when it could not run: the
/// rules are broken, or the past can't be read.
final class RulesBacktestCommand {
  private RulesBacktestCommand() {}

  static int run(Call call) throws Exception {
    var from = call.option("--from");
    var prometheus = call.option("--prometheus");
    if (from.isPresent() == prometheus.isPresent()) {
      throw new IllegalArgumentException("rules backtest needs one of --from and --prometheus");
    }
    Backtested backtested;
    try {
      backtested =
          call.parts()
              .rules()
              .backtest()
              .backtest(
                  new RuleTools.BacktestRequest(
                      call.arguments(),
                      call.givenConfig(),
                      call.config(),
                      from,
                      prometheus,
                      call.option("--header-file").map(Path::of),
                      call.option("--since"),
                      call.option("--until"),
                      call.option("--step"),
                      call.option("--alert"),
                      call.option("--assume-mode"),
                      call.option("--assume-restart")));
    } catch (IOException e) {
      call.terminal().err().println("lockkeeper: " + e.getMessage());
      return Lockkeeper.FOUND;
    }
    return switch (backtested) {
      case Backtested.Ran(BacktestReport report) -> show(call, report);
      case Backtested.Broken(List<Problem> problems) -> broken(call, problems);
    };
  }

  private static int show(Call call, BacktestReport report) throws IOException {
    var terminal = call.terminal();
    if (call.json()) {
      terminal.out().println(DocumentText.pretty(BacktestDocument.of(report)));
    } else {
      boolean plain = call.has("--ascii") || !draws(terminal);
      new BacktestText(terminal, report, plain).print();
    }
    var svg = call.option("--svg");
    if (svg.isPresent()) {
      var file = Path.of(svg.get());
      Files.writeString(file, BacktestPicture.svg(report, terminal.zone()), StandardCharsets.UTF_8);
      if (!call.json()) {
        terminal.out().println();
        terminal.out().println("The picture is in " + file);
      }
    }
    return Lockkeeper.FINE;
  }

  /// Whether what prints has the characters of the picture.
  private static boolean draws(Terminal terminal) {
    return Charset.defaultCharset().newEncoder().canEncode(TimelineStrip.BLOCKS)
        || terminal.colours();
  }

  private static int broken(Call call, List<Problem> problems) {
    var terminal = call.terminal();
    for (var problem : problems) {
      boolean error = problem.severity() == Problem.Severity.ERROR;
      terminal.err().println(terminal.ink(error ? Ink.BAD : Ink.WARN, problem.toString()));
    }
    return Lockkeeper.FOUND;
  }
}
