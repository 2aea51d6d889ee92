package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import java.util.List;

/// Which rules are to run, and what is wrong with the files as they are now.
///
/// @param groups the current files' when these are good, else the last good ones'; empty when there
///   are none either
/// @param problems the current files', those of compiling included
public record RuleFilesResult(List<RuleGroupSpec> groups, List<Problem> problems, Source source) {
  public RuleFilesResult {
    groups = List.copyOf(groups);
    problems = List.copyOf(problems);
  }

  public enum Source {
    /// the files as they are now
    CURRENT,
    /// a copy of the files when they were last good: to be said loudly
    LAST_GOOD,
    /// the files are broken and there is no good copy: the agent can't start
    NONE
  }

  public boolean usedLastGood() {
    return source == Source.LAST_GOOD;
  }
}
