package dev.lockkeeper.config;

import java.nio.file.Path;

/// `directories`, and where they are when nobody says.
final class DirectorySection {
  private static final Keys KEYS = Keys.of("state", "runtime");

  private DirectorySection() {}

  static Directories read(Section top, Path base, Surroundings surroundings) {
    var directories = top.section("directories", KEYS);
    var defaults = surroundings.directories();
    return new Directories(
        directories.path("state", base).orElse(defaults.state()),
        directories.path("runtime", base).orElse(defaults.runtime()));
  }
}
