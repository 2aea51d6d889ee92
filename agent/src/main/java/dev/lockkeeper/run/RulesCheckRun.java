package dev.lockkeeper.run;

import dev.lockkeeper.cli.RuleTools;
import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.RuleFiles;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Problem.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The command `rules check`: the same checks as at the agent's start, on any rule files.
final class RulesCheckRun implements RuleTools.Check {
  @Override
  public RuleTools.Checked check(RuleTools.CheckRequest request) {
    var config = request.config().map(RulesCheckRun::read).orElse(null);
    var files = RuleFiles.named(request.files());
    var problems = new ArrayList<Problem>(files.problems());
    var compilation = RulesChoice.compile(files.groups(), config);
    problems.addAll(compilation.problems());
    problems.addAll(compilation.notes());

    var names = new LinkedHashSet<>(files.texts().keySet());
    problems.forEach(problem -> names.add(problem.file()));
    return new RuleTools.Checked(
        names.stream().map(name -> file(name, files, problems, request.strict())).toList());
  }

  /// @throws IllegalArgumentException when it has errors, which `check` shows
  static AgentConfig read(Path file) {
    return ConfigFile.load(file, Surroundings.ofThisProcess())
        .config()
        .orElseThrow(() ->
            new IllegalArgumentException(
                file + " has errors; see: lockkeeper check --config " + file));
  }

  private static RuleTools.CheckedFile file(
      String name, RuleFiles files, List<Problem> problems, boolean strict) {
    var groups = files.groups().stream().filter(group -> group.file().equals(name)).toList();
    @Nullable String text = files.texts().get(name);
    return new RuleTools.CheckedFile(
        name,
        groups.size(),
        groups.stream().mapToInt(group -> group.rules().size()).sum(),
        text == null ? "" : text,
        problems.stream()
            .filter(problem -> problem.file().equals(name))
            .map(problem -> strict ? stricter(problem) : problem)
            .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
            .toList());
  }

  private static Problem stricter(Problem problem) {
    return problem.severity() == Severity.WARNING
        ? Problem.error(
            problem.file(), problem.line(), problem.column(), problem.path(), problem.message())
        : problem;
  }
}
