package dev.lockkeeper.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.config.RuleFilesFuzz;
import dev.lockkeeper.lab.Program;
import dev.lockkeeper.rule.template.TemplateFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Jazzer looks for inputs that crash, hang or take more memory than is stated, for a bounded time:
/// `-Dfuzz.seconds=N` for each target; `bin/fuzz` runs it for longer. What it finds stays in
/// `target/fuzz/` and belongs, once mended, into `src/test/resources/fuzz/`.
class FuzzIT {
  /// The bound for any input up to 1 MiB, in MiB of heap, with what Jazzer's own part needs.
  private static final int HEAP = 512;

  /// One input that takes longer, under instrumentation on a loaded machine, counts as a hang.
  private static final int HANG_SECONDS = 60;

  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 10);
  private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs");

  @Test
  void noExpressionCrashesHangsOrTakesMoreMemoryThanStated() throws IOException {
    fuzz(PromqlFuzz.class, "promql");
  }

  @Test
  void noRuleFileCrashesHangsOrTakesMoreMemoryThanStated() throws IOException {
    fuzz(RuleFilesFuzz.class, "rules");
  }

  @Test
  void noTemplateCrashesHangsOrTakesMoreMemoryThanStated() throws IOException {
    fuzz(TemplateFuzz.class, "templates");
  }

  /// The heap is the agent's own (`bin/lockkeeper`), which ends when it is full.
  @Test
  void everyKnownInputOfAMebibyteFitsIntoTheAgentsHeap() {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Replay.class.getName(),
            Path.of("src/test/resources/fuzz").toAbsolutePath().toString());
    var ended = Program.run(Duration.ofSeconds(10L * HANG_SECONDS), command);
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("full/full-of-rules").contains("promql/long-sum");
  }

  private static void fuzz(Class<?> target, String name) throws IOException {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    Assumptions.assumeTrue(
        machine.equals("amd64") || machine.equals("x86_64"),
        "Jazzer has no native part for " + machine);
    var folder = Path.of("target/fuzz", name).toAbsolutePath();
    var corpus = Files.createDirectories(folder.resolve("corpus"));
    var seeds = Path.of("src/test/resources/fuzz").toAbsolutePath();
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfuzz.longest=16384",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.lockkeeper.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + SECONDS,
                "-timeout=" + HANG_SECONDS,
                "-len_control=0",
                "-max_len=4096",
                // the heap bounds what we take; this is the whole process with the fuzzer's own
                "-rss_limit_mb=3072",
                "-dict=" + dictionary(folder, seeds, name),
                corpus.toString(),
                seeds.resolve(name).toString()));
    var ended = Program.run(Duration.ofSeconds(SECONDS + 3L * HANG_SECONDS), command);
    var runs = RUNS.matcher(ended.output());
    assertThat(ended.exit()).as(ended.output()).isZero();
    assertThat(runs.find()).as(ended.output()).isTrue();
    System.out.println("fuzzed " + name + ": " + runs.group(1) + " inputs in " + SECONDS + " s");
  }

  /// Rule files have expressions in them, so both dictionaries are theirs.
  private static Path dictionary(Path folder, Path seeds, String name) throws IOException {
    var words = new ArrayList<>(Files.readAllLines(seeds.resolve("promql.dict")));
    if (!name.equals("promql")) {
      words.addAll(Files.readAllLines(seeds.resolve(name + ".dict")));
    }
    return Files.write(folder.resolve("words.dict"), words);
  }
}
