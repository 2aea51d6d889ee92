package dev.lockkeeper.run;

import dev.lockkeeper.cli.Parts;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.LoadedConfig;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The command `check`: everything that `run` would read, all problems at once, nothing changed.
final class CheckRun implements Parts.Check {
  @Override
  public Parts.Checked check(Path configFile) {
    var loaded = ConfigFile.load(configFile, Surroundings.ofThisProcess());
    var config = loaded.config().orElse(null);
    var summary = new ArrayList<String>();
    if (config != null) {
      var rules = RulesChoice.compile(loaded.rules().groups(), config).rules();
      summary.add(
          "mode %s, %d services, %d rules, %d receivers of alerts"
              .formatted(
                  config.mode().text(),
                  config.services().size(),
                  rules == null ? 0 : rules.size(),
                  Receivers.of(config).size()));
    }
    return new Parts.Checked(problems(loaded), summary);
  }

  /// Everything that is wrong, in config.yml and in all rule files.
  static List<Problem> problems(LoadedConfig loaded) {
    var problems = new ArrayList<Problem>(loaded.problems());
    problems.addAll(loaded.rules().problems());
    problems.addAll(
        RulesChoice.compile(loaded.rules().groups(), loaded.config().orElse(null)).problems());
    return problems.stream()
        .sorted(
            Comparator.comparing((Problem problem) -> order(problem, loaded))
                .thenComparing(Problem::file)
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }

  /// The configuration first, then its rule files.
  private static int order(Problem problem, LoadedConfig loaded) {
    return loaded.problems().contains(problem) ? 0 : 1;
  }
}
