package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import java.nio.file.Path;

/// `rules test`.
final class RulesTestCommand {
  private RulesTestCommand() {}

  static int run(Call call) throws Exception {
    return OutcomeText.show(
        call,
        call.parts()
            .rules()
            .test()
            .test(
                new RuleTools.TestRequest(
                    call.arguments(),
                    call.givenConfig(),
                    call.option("--run"),
                    call.option("--junit").map(Path::of))));
  }
}
