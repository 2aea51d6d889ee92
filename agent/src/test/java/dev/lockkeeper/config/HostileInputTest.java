package dev.lockkeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lockkeeper.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever stands in a file: problems, in bounded time and number, and never an exception.
final class HostileInputTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void aFileOfMoreThanOneMebibyteIsNotRead() throws IOException {
    var line = "# 0123456789abcdef0123456789abcde\n";
    var fits = line.repeat(FileText.LARGEST / line.length());
    assertThat(load(fits)).isEmpty();
    assertThat(load(fits + line)).singleElement().asString().endsWith(": error: larger than 1 MiB");
  }

  @Test
  void deepNestingIsRefusedBeforeItCostsAnything() throws IOException {
    assertThat(load("[".repeat(1_000_000)))
        .singleElement()
        .asString()
        .contains("nested deeper than 32");
    assertThat(load("{a: ".repeat(200_000)))
        .singleElement()
        .asString()
        .contains("nested deeper than 32");
    assertThat(load("- ".repeat(500_000)))
        .singleElement()
        .asString()
        .contains("nested deeper than 32");
    var block = new StringBuilder();
    IntStream.range(0, 1000).forEach(i -> block.append(" ".repeat(i)).append("a:\n"));
    assertThat(load(block.toString())).singleElement().asString().contains("nested deeper than 32");
  }

  @Test
  void aThousandProblemsAreCutShort() throws IOException {
    var text = new StringBuilder();
    IntStream.range(0, 50_000).forEach(i -> text.append("key").append(i).append(": 1\n"));
    assertThat(load(text.toString()))
        .hasSize(Problems.MOST + 1)
        .last()
        .asString()
        .contains("49800 more problems");
  }

  @Test
  void aliasesThatExpandWithoutEndExpandNothing() throws IOException {
    var text = new StringBuilder("a0: &a0 [ x ]\n");
    IntStream.range(1, 30)
        .forEach(i -> text.append("a%1$d: &a%1$d [ *a%2$d, *a%2$d ]%n".formatted(i, i - 1)));
    assertThat(load(text.toString())).isNotEmpty();
  }

  @Test
  void longKeysAndValuesAreShownShortened() throws IOException {
    var problems = load("x".repeat(500) + ": 1\nmode: " + "y".repeat(900_000) + "\n");
    assertThat(problems).isNotEmpty().allMatch(p -> p.toString().length() < 500);
  }

  /// Pieces of good files cut, doubled, swapped and peppered with YAML's own signs.
  @Test
  void mutatedFilesYieldProblemsAndNothingElse() throws IOException {
    var seeds =
        List.of(
            Files.readString(Path.of("src/test/resources/config/good/full.yml")),
            Files.readString(Path.of("src/test/resources/config/good/rules/prometheus.yml")));
    var random = new Random(20_240_607);
    for (int i = 0; i < 1000; i++) {
      var text = mutated(seeds.get(i % seeds.size()), random);
      assertThatCode(() -> readBoth(text)).as(text).doesNotThrowAnyException();
    }
  }

  @Test
  void randomBytesYieldProblemsAndNothingElse() {
    var random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      var bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatCode(
              () -> {
                var text = FileText.decode(bytes, new Problems("a"));
                readBoth(text == null ? new String(bytes, StandardCharsets.ISO_8859_1) : text);
              })
          .doesNotThrowAnyException();
    }
  }

  private static String mutated(String seed, Random random) {
    var signs =
        List.of(
            "{", "}", "[", "]", "&a ", "*a", "!!x ", "\t", "'", "\"", "|\n", ">", "? ", ": ", "- ",
            "#", "%", "@", "\n", "---\n", "...\n", "<<: ", "${", "\\x", "\u0000", "\uD800",
            "\u2028", "\uFEFF", "😀", "null", "9e9");
    var text = new StringBuilder(seed);
    for (int n = 1 + random.nextInt(6); n > 0 && !text.isEmpty(); n--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(40));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        case 2 -> text.setLength(at);
        default -> text.insert(at, signs.get(random.nextInt(signs.size())));
      }
    }
    return text.toString();
  }

  private static void readBoth(String text) {
    RuleFiles.parse(new TreeMap<>(Map.of("a.yml", text)));
    var problems = new Problems("config.yml");
    var root = MarkedYaml.parse(text, problems);
    if (root != null) {
      ConfigFile.read(Path.of("config.yml"), root, problems, TestSurroundings.USER);
      Located.of("config.yml", root).at("services[0].name");
    }
  }

  private List<Problem> load(String text) throws IOException {
    var file = folder.resolve("config.yml");
    Files.writeString(file, text);
    return Assertions.assertTimeout(
        SOON, () -> ConfigFile.load(file, TestSurroundings.USER).problems());
  }
}
