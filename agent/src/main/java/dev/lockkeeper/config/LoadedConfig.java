package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import java.util.List;
import java.util.Optional;

/// What `config.yml` and the rule files it names came to.
///
/// @param config empty when config.yml has an error
/// @param directories as far as they could be read, else the defaults: commands find the running
///   agent's socket even when the file was broken meanwhile
/// @param problems of config.yml only, in the file's order
/// @param rules the rule files, read even where config.yml has errors, so that everything is
///   reported at once
/// @param located places in config.yml
public record LoadedConfig(
    Optional<AgentConfig> config,
    Directories directories,
    List<Problem> problems,
    RuleFiles rules,
    Located located) {
  public LoadedConfig {
    problems = List.copyOf(problems);
  }
}
