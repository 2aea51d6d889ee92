package dev.lockkeeper.config;

import java.nio.file.Path;
import java.util.Map;

/// A user, and root, of no machine in particular.
final class TestSurroundings {
  static final Surroundings USER = user(Map.of());

  private TestSurroundings() {}

  static Surroundings user(Map<String, String> environment) {
    return new Surroundings(environment, false, Path.of("/home/ann"), Path.of("/tmp"), "ann");
  }

  static Surroundings root() {
    return new Surroundings(Map.of(), true, Path.of("/home/root"), Path.of("/tmp"), "root");
  }
}
