package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.cli.RuleTools.BacktestRequest;
import dev.lockkeeper.cli.RuleTools.Backtested;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesBacktestRunTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    ", , 2026-11-22T12:00:00Z, 2026-11-23T12:00:00Z",
    "6h, , 2026-11-23T06:00:00Z, 2026-11-23T12:00:00Z",
    "1d12h, , 2026-11-22T00:00:00Z, 2026-11-23T12:00:00Z",
    "1h, 2h, 2026-11-23T09:00:00Z, 2026-11-23T10:00:00Z",
    "2026-11-23T01:00:00+01:00, 2026-11-23T02:30:00Z, 2026-11-23T00:00:00Z, 2026-11-23T02:30:00Z"
  })
  void aStretchIsGivenByDurationsOrInstants(
      @Nullable String since, @Nullable String until, Instant from, Instant to) {
    assertThat(BacktestSpan.of(Optional.ofNullable(since), Optional.ofNullable(until), NOW))
        .isEqualTo(new BacktestSpan(from, to));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yesterday            |                      | --since: `yesterday` is not a duration",
        "5                    |                      | --since: `5` has no unit",
        "2026-11-23T99:00:00Z |                      | --since: `2026-11-23T99:00:00Z` is not an"
            + " instant",
        "2026-11-23T10:00:00Z | 2026-11-23T09:00:00Z | is not before --until",
        "1h                   | 2026-11-24T09:00:00Z | lies in the future",
        "0s                   |                      | is not before --until"
      })
  void aStretchThatIsNoneIsRefused(String since, @Nullable String until, String message) {
    assertThatThrownBy(() -> BacktestSpan.of(Optional.of(since), Optional.ofNullable(until), NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private Backtested run(String rules, Map<String, String> options) throws IOException {
    var file = Files.writeString(folder.resolve("rules.yml"), rules);
    return new RulesBacktestRun(InstantSource.fixed(NOW), 1_000_000)
        .backtest(
            new BacktestRequest(
                List.of(file.toString()),
                Optional.ofNullable(options.get("config")).map(Path::of),
                folder.resolve("config.yml"),
                Optional.of(options.getOrDefault("from", folder.resolve("none").toString())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(options.get("step")),
                Optional.ofNullable(options.get("alert")),
                Optional.ofNullable(options.get("mode")),
                Optional.ofNullable(options.get("restart"))));
  }

  @Test
  void aFolderWithoutHistoryIsSaid() {
    assertThatThrownBy(() -> run("groups: []", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no history");
  }

  @Test
  void brokenRulesAreToldBeforeThePastIsRead() throws IOException {
    var backtested =
        run("groups: [ { name: g, rules: [ { alert: A, expr: 'up ==' } ] } ]", Map.of());
    assertThat(backtested)
        .isInstanceOfSatisfying(
            Backtested.Broken.class, broken -> assertThat(broken.problems()).hasSize(1));
  }

  @Test
  void aBrokenConfigurationIsToldToo() throws IOException {
    var config = Files.writeString(folder.resolve("broken.yml"), "mode: atc\n");
    var backtested = run("groups: []", Map.of("config", config.toString()));
    assertThat(backtested).isInstanceOf(Backtested.Broken.class);
  }

  @ParameterizedTest
  @CsvSource({
    "alert, Nope, no rule has the alert Nope; there are A",
    "step, 1ms, at least 100ms",
    "mode, reckless, 'none of observe, approve, act'",
    "restart, 10, has no unit"
  })
  void whatMakesNoSenseIsRefused(String option, String value, String message) {
    assertThatThrownBy(() ->
            run(
                "groups: [ { name: g, rules: [ { alert: A, expr: up } ] } ]",
                Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "-H,not `Name: value`",
    "X: 1,''",
  })
  void headersAreReadFromAFile(String text, String problem) throws IOException {
    var file = Files.writeString(folder.resolve("headers"), "# who we are\n\n" + text + "\n");
    if (problem.isEmpty()) {
      assertThat(HeaderFile.read(Optional.of(file))).containsExactly(Map.entry("X", "1"));
    } else {
      assertThatThrownBy(() -> HeaderFile.read(Optional.of(file)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(problem)
          .hasMessageContaining(":3:");
    }
    assertThatThrownBy(() -> HeaderFile.read(Optional.of(folder.resolve("missing"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("can't be read");
  }
}
