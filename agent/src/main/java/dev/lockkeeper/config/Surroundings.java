package dev.lockkeeper.config;

import java.nio.file.Path;
import java.util.Map;

/// What of the process around it the configuration depends on.
///
/// @param environment for `${NAME}` and the XDG directories
/// @param root whether the process is root: decides the default directories
/// @param home the user's home directory
/// @param temporary where temporary files go
/// @param user the user's name
public record Surroundings(
    Map<String, String> environment, boolean root, Path home, Path temporary, String user) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  public static Surroundings ofThisProcess() {
    return new Surroundings(
        System.getenv(),
        false,
        Path.of(System.getProperty("user.home", "/")),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
        System.getProperty("user.name", ""));
  }
}
