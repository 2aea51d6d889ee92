package dev.lockkeeper.cli;

import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the commands below `rules` that need no running agent need from the rest of the program.
///
/// A file is named as the operator typed it: it may be a pattern that the shell left alone, or a
/// folder, of which the files that end in `.yml` or `.yaml` are meant. What is wrong with the
/// request itself, such as a duration that is none, is thrown as `IllegalArgumentException` with a
/// message for a person: exit status 2.
public record RuleTools(Check check, Test test, Backtest backtest) {

  /// `rules check`.
  @FunctionalInterface
  public interface Check {
    Checked check(CheckRequest request) throws Exception;
  }

  /// @param config whose labels, interval and services count; without: the defaults
  /// @param strict whether warnings are errors
  public record CheckRequest(List<String> files, Optional<Path> config, boolean strict) {
    public CheckRequest {
      files = List.copyOf(files);
    }
  }

  /// @param files in the order in which they were named
  public record Checked(List<CheckedFile> files) {
    public Checked {
      files = List.copyOf(files);
    }
  }

  /// @param name as the operator named it
  /// @param text its content, for excerpts; empty where it could not be read
  /// @param problems in the order of lines
  public record CheckedFile(
      String name, int groups, int rules, String text, List<Problem> problems) {
    public CheckedFile {
      problems = List.copyOf(problems);
    }
  }

  /// `rules test`: promtool's unit-test files.
  @FunctionalInterface
  public interface Test {
    Outcome test(TestRequest request) throws Exception;
  }

  /// @param files of tests; they name their rule files themselves
  /// @param run only tests and groups whose name matches this RE2 expression
  /// @param junit where to write a JUnit XML report
  public record TestRequest(
      List<String> files, Optional<Path> config, Optional<String> run, Optional<Path> junit) {
    public TestRequest {
      files = List.copyOf(files);
    }
  }

  /// `rules backtest`: what would have fired.
  @FunctionalInterface
  public interface Backtest {
    /// @throws java.io.IOException when the recording can't be read, with a message for a person
    Backtested backtest(BacktestRequest request) throws Exception;
  }

  /// What came of a backtest.
  public sealed interface Backtested {
    /// It ran. That alerts fired is nothing wrong.
    record Ran(BacktestReport report) implements Backtested {}

    /// The rules can't be used.
    record Broken(List<Problem> problems) implements Backtested {
      public Broken {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Texts are as typed; exactly one of `from` and `prometheus` is present.
  ///
  /// @param files rule files
  /// @param config whose services and guards count; empty: the defaults
  /// @param standardConfig whose agent's history is meant by `history` where `config` is empty
  /// @param from a folder of the agent's history, or `history`: that of the agent that the
  ///   configuration is of
  /// @param prometheus the base URL of a Prometheus server
  /// @param headers a file with a header `Name: value` a line, sent to Prometheus
  /// @param since a duration before `until`, or an instant; empty: a day
  /// @param until a duration before now, or an instant; empty: now
  /// @param step between two evaluations of groups that name no interval; empty: 1 s, or 15 s with
  ///   Prometheus
  /// @param alert only this alert
  /// @param assumeMode stands in for the configured modes; empty: none
  /// @param assumeRestart how long a remedy takes; empty: 10 s
  public record BacktestRequest(
      List<String> files,
      Optional<Path> config,
      Path standardConfig,
      Optional<String> from,
      Optional<String> prometheus,
      Optional<Path> headers,
      Optional<String> since,
      Optional<String> until,
      Optional<String> step,
      Optional<String> alert,
      Optional<String> assumeMode,
      Optional<String> assumeRestart) {
    public BacktestRequest {
      files = List.copyOf(files);
    }
  }

  /// What a command found, in both forms in which it can be shown.
  ///
  /// @param lines for a person
  /// @param document the same as maps, lists, strings, numbers, booleans and null, for `--json`
  /// @param fine whether nothing was found: exit status 0, else 1
  public record Outcome(List<Line> lines, Object document, boolean fine) {
    public Outcome {
      lines = List.copyOf(lines);
    }
  }

  /// One line, without its end.
  public record Line(Tone tone, String text) {
    public static Line of(String text) {
      return new Line(Tone.PLAIN, text);
    }
  }

  /// What a line says about itself; a terminal shows it as a colour.
  public enum Tone {
    PLAIN,
    BOLD,
    DIM,
    GOOD,
    WARN,
    BAD
  }
}
