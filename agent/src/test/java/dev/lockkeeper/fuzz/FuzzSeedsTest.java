package dev.lockkeeper.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lockkeeper.config.RuleFilesFuzz;
import dev.lockkeeper.rule.template.TemplateFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every input that was once found to hurt, and those from which the fuzzer begins, without the
/// fuzzer: none crashes or hangs.
class FuzzSeedsTest {
  /// Far more than any takes: a hang is what is looked for.
  private static final Duration HANGS = Duration.ofSeconds(60);

  @TestFactory
  Stream<DynamicTest> noExpressionCrashesOrHangs() throws IOException {
    return seeds("promql", PromqlFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> noRuleFileCrashesOrHangs() throws IOException {
    return seeds("rules", RuleFilesFuzz::fuzzerTestOneInput);
  }

  /// Rule files of a mebibyte, which would take up the fuzzer's time.
  @TestFactory
  Stream<DynamicTest> noFullRuleFileCrashesOrHangs() throws IOException {
    return seeds("full", RuleFilesFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> noTemplateCrashesOrHangs() throws IOException {
    return seeds("templates", TemplateFuzz::fuzzerTestOneInput);
  }

  private static Stream<DynamicTest> seeds(String target, Consumer<byte[]> fuzzed)
      throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/fuzz", target))) {
      return files.sorted().toList().stream()
          .map(file ->
              DynamicTest.dynamicTest(
                  file.getFileName().toString(),
                  () ->
                      assertTimeoutPreemptively(
                          HANGS, () -> fuzzed.accept(Files.readAllBytes(file)))));
    }
  }
}
