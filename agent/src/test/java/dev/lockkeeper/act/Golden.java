package dev.lockkeeper.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Timelines as people read them. Rewrite them all with `mvn test -Dtest=StoriesTest
/// -Dgolden.write=true`.
final class Golden {
  private static final Path FOLDER =
      (Files.exists(Path.of("agent")) ? Path.of("agent") : Path.of(""))
          .resolve("src/test/resources/act");

  private Golden() {}

  static void check(String name, String story) {
    Path file = FOLDER.resolve(name + ".txt");
    try {
      if (Boolean.getBoolean("golden.write")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, story);
      }
      assertThat(story).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
