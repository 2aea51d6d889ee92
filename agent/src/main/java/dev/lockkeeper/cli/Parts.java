package dev.lockkeeper.cli;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.report.AgentClient;
import java.nio.file.Path;
import java.util.List;

/// What the commands need from the rest of the program, so that a client command loads none of it.
///
/// @param run the command `run`
/// @param check the command `check`
/// @param rules the commands below `rules`
/// @param locate finds the agent that a configuration file belongs to
/// @param version such as `0.1.0`
/// @param standardConfig the configuration file without `--config`
public record Parts(
    Run run, Check check, RuleTools rules, Locate locate, String version, Path standardConfig) {

  /// Runs the agent until it is told to end.
  @FunctionalInterface
  public interface Run {
    /// @return the exit status: 0, or 1 when it could not start or failed
    int run(Path config) throws Exception;
  }

  /// Checks a configuration file and its rule files.
  @FunctionalInterface
  public interface Check {
    Checked check(Path config) throws Exception;
  }

  /// @param problems in the order of files and lines
  /// @param summary what would run, in a few lines; printed when there is no error
  public record Checked(List<Problem> problems, List<String> summary) {
    public Checked {
      problems = List.copyOf(problems);
      summary = List.copyOf(summary);
    }
  }

  /// Finds the agent that a configuration file belongs to, without checking the file.
  @FunctionalInterface
  public interface Locate {
    /// @throws IllegalArgumentException with a message for a person, when the file can't be read
    AgentClient agent(Path config);
  }
}
