package dev.lockkeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each gate of the build against a file that it must stop: the same poms on a module of one class.
/// (ArchUnit's rules are shown to fire by [ArchitectureFiresTest].)
class GatesIT {
  private static final Path MODULE = Path.of("").toAbsolutePath();

  @TempDir private Path copy;

  @BeforeEach
  void layOutAModule() throws IOException {
    assumeThat(program()).as("mvn is not on the PATH").isNotNull();
    copy(MODULE.getParent().resolve("pom.xml"), copy.resolve("pom.xml"));
    copy(MODULE.resolve("pom.xml"), copy.resolve("agent/pom.xml"));
    copy(
        MODULE.resolve("src/build/java/Format.java"),
        copy.resolve("agent/src/build/java/Format.java"));
    write(
        "package-info.java",
        """
        /// Planted.
        @NullMarked
        package dev.lockkeeper.planted;

        import org.jspecify.annotations.NullMarked;
        """);
  }

  @Test
  void aGoodFilePasses() throws Exception {
    write(
        "Good.java",
        """
        package dev.lockkeeper.planted;

        /// Planted.
        public record Good(String word) {}
        """);
    assertThat(maven("compile", "-Dformat.skip=false")).contains("BUILD SUCCESS");
  }

  @Test
  void anUnformattedFileIsStopped() throws Exception {
    write(
        "Untidy.java",
        "package dev.lockkeeper.planted;\n/// Planted.\npublic record Untidy( ){}\n");
    assertThat(maven("process-sources", "-Dformat.skip=false"))
        .contains("Untidy.java: not formatted")
        .contains("Mend the layout with: bin/format")
        .contains("BUILD FAILURE");
  }

  /// One run of Maven for both, which the compiler reports together.
  @Test
  void whatErrorProneAndNullAwayFindIsStopped() throws Exception {
    write(
        "Buggy.java",
        """
        package dev.lockkeeper.planted;

        /// Planted.
        public record Buggy(int[] numbers) {
          boolean same(int[] others) {
            return numbers.equals(others);
          }
        }
        """);
    write(
        "Nothing.java",
        """
        package dev.lockkeeper.planted;

        /// Planted.
        public final class Nothing {
          String word() {
            return null;
          }
        }
        """);
    assertThat(maven("compile", "-Dformat.skip=true"))
        .containsPattern("ERROR.*Buggy\\.java.*\\[ArrayEquals\\]")
        .containsPattern("ERROR.*Nothing\\.java.*\\[NullAway\\] returning @Nullable expression")
        .contains("BUILD FAILURE");
  }

  private String maven(String phase, String option) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(program().toString(), "-B", "-o", phase, option, "-Dstyle.color=never"));
    // Surefire tells where this build's own libraries lie
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    Path log = copy.resolve("maven.log");
    var builder =
        new ProcessBuilder(command)
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // the Java that runs this test is one that the toolchain may use
    builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("Maven ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(log);
  }

  private void write(String name, String text) throws IOException {
    Path file = copy.resolve("agent/src/main/java/dev/lockkeeper/planted").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  /// null when there is none
  private static Path program() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, "mvn"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
