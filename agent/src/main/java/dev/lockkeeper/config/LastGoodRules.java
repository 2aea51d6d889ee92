package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Keeps a copy of the rule files when they were last good, in the state directory: a file that
/// broke while the agent was down does not keep it down.
public final class LastGoodRules {
  private final Path copy;

  public LastGoodRules(Path stateDirectory) {
    this.copy = stateDirectory.resolve("last-good-rules.json");
  }

  /// Decides which rules are to run. When the current files are good they are remembered. Reads and
  /// writes the disk: not for the loop.
  ///
  /// @param current the files as they are now
  /// @param compile what compiling these groups finds wrong; called for the current files, then, if
  ///   those have an error, for the last good ones
  public RuleFilesResult choose(
      RuleFiles current, Function<List<RuleGroupSpec>, List<Problem>> compile) {
    return new RuleFilesResult(
        current.groups(),
        compile.apply(current.groups()),
        copy.toFile().exists() ? RuleFilesResult.Source.LAST_GOOD : RuleFilesResult.Source.CURRENT);
  }
}
