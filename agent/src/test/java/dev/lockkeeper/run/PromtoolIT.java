package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.cli.RuleTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Debian's promtool (2.42) and `rules test` on the same rules and tests, of which the files hold
/// only what Prometheus 2 and 3 agree on: both must pass, and both must fail once an expectation is
/// changed. Alerts are compared with their expanded annotations.
class PromtoolIT {
  private static final Path FILES = Path.of("src/test/resources/rules-test/agree");

  @TempDir Path folder;

  @BeforeAll
  static void promtoolIsThere() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/promtool")),
        "promtool is missing: install Debian's package prometheus");
  }

  static Stream<String> tests() {
    return Stream.of("alerts", "templates", "expressions");
  }

  @ParameterizedTest
  @MethodSource("tests")
  void bothPass(String name) throws Exception {
    var test = copied(name);
    assertThat(promtool(test)).as("promtool").isEmpty();
    assertThat(ours(test)).isEmpty();
  }

  /// One changed expectation after the other.
  ///
  /// @param name of the file
  /// @param what the expectation, as a regular expression
  /// @param with what is put into its place, once for each place where it stands
  record Change(String name, String what, String with) {}

  static Stream<Change> changes() {
    return Stream.of(
        new Change("alerts", "severity: page, instance", "severity: other, instance"),
        new Change("alerts", "step: \"1e\\+07\" } \\}", "step: \"1e7\" } }"),
        new Change("alerts", "exp_alerts: \\[\\]", "exp_alerts: [ { exp_labels: { a: b } } ]"),
        new Change("alerts", "value: (\\d+)( \\})?\n", "value: 1$1$2\n"),
        new Change("alerts", "summary: \"Instance", "summary: \"An instance"),
        new Change("templates", "\"\n", "!\"\n"),
        new Change("expressions", "value: ([\\d.]+)", "value: 3$1"),
        new Change("expressions", "labels: '\\{", "labels: '{more=\"x\", "));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void bothFailOnceAnExpectationIsChanged(Change change) throws Exception {
    var test = copied(change.name());
    String text = Files.readString(test);
    int cases = text.indexOf("alert_rule_test");
    var matcher = Pattern.compile(change.what()).matcher(text);
    int changed = 0;
    for (int from = cases; matcher.find(from); from = matcher.end()) {
      // few of many: each is a process
      if (changed++ % 12 != 0) {
        continue;
      }
      var mutated = new StringBuilder(text.substring(0, matcher.start()));
      mutated.append(
          Pattern.compile(change.what()).matcher(matcher.group()).replaceFirst(change.with()));
      mutated.append(text.substring(matcher.end()));
      Files.writeString(test, mutated);
      String excerpt = excerpt(text, matcher.start());
      assertThat(promtool(test)).as("promtool on %s", excerpt).contains("FAILED");
      assertThat(ours(test)).as("ours on %s", excerpt).contains("FAIL");
    }
    assertThat(changed).as("places where %s stands", change.what()).isPositive();
  }

  private static String excerpt(String text, int at) {
    return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80));
  }

  private Path copied(String name) throws IOException {
    try (var files = Files.list(FILES)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder.resolve(name + ".test.yml");
  }

  /// What is wrong; empty when it passes.
  private static String promtool(Path test) throws Exception {
    var process =
        new ProcessBuilder("/usr/bin/promtool", "test", "rules", test.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0 ? "" : said;
  }

  private static String ours(Path test) throws Exception {
    var outcome =
        new RulesTestRun()
            .test(
                new RuleTools.TestRequest(
                    List.of(test.toString()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
    return outcome.fine()
        ? ""
        : String.join("\n", outcome.lines().stream().map(RuleTools.Line::text).toList());
  }
}
