package dev.lockkeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fixture's name states its defect; beside it stands what a person is told. After an
/// intended change `mvn test -Dtest=BadInputTest -Dgolden.write=true` writes those anew.
final class BadInputTest {
  private static final Path FIXTURES = Path.of("src/test/resources/config");

  static Stream<Path> configFiles() throws IOException {
    return fixtures("bad");
  }

  static Stream<Path> ruleFiles() throws IOException {
    return fixtures("bad-rules");
  }

  private static Stream<Path> fixtures(String folder) throws IOException {
    try (var files = Files.list(FIXTURES.resolve(folder))) {
      var found = files.filter(f -> f.toString().endsWith(".yml")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("configFiles")
  void everyDefectOfAConfigurationIsToldWithItsPlace(Path file) throws IOException {
    var loaded = ConfigFile.load(file, TestSurroundings.USER);
    var problems = Stream.of(loaded.problems(), loaded.rules().problems()).flatMap(List::stream);

    assertGolden(file, problems.toList());
    assertThat(loaded.config().isPresent()).isEqualTo(RuleFiles.good(loaded.problems()));
    assertThat(loaded.directories()).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void everyDefectOfARuleFileIsToldWithItsPlace(Path file) throws IOException {
    var texts = new TreeMap<>(java.util.Map.of(file.toString(), Files.readString(file)));
    var files = RuleFiles.parse(texts);

    assertGolden(file, files.problems());
    assertThat(files.good()).isFalse();
  }

  private static void assertGolden(Path file, List<Problem> problems) throws IOException {
    var folder = file.getParent() + "/";
    var lines =
        problems.stream()
            .map(problem -> problem.toString().replace(folder, "") + "\n")
            .collect(Collectors.joining());
    var golden = Path.of(file.toString().replace(".yml", ".problems"));
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, lines);
    }
    assertThat(lines).isEqualTo(Files.readString(golden)).isNotEmpty();
  }
}
