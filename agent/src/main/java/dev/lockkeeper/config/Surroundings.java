package dev.lockkeeper.config;

import java.io.IOException;
import java.nio.file.Files;
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
    var user = System.getProperty("user.name", "");
    return new Surroundings(
        System.getenv(),
        isRoot(user),
        Path.of(System.getProperty("user.home", "/")),
        Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
        user);
  }

  private static boolean isRoot(String user) {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException notLinux) {
      return user.equals("root");
    }
  }

  /// Where the agent's files are when the configuration does not say: root's as packages have them,
  /// anybody else's as the XDG base directory specification has them. Without a runtime directory
  /// it is one of the user's own among the temporary files; whoever creates it must refuse one that
  /// belongs to somebody else.
  Directories directories() {
    if (root) {
      return new Directories(Path.of("/var/lib/lockkeeper"), Path.of("/run/lockkeeper"));
    }
    return new Directories(
        xdg("XDG_STATE_HOME", home.resolve(".local/state")).resolve("lockkeeper"),
        environment.containsKey("XDG_RUNTIME_DIR")
            ? xdg("XDG_RUNTIME_DIR", temporary).resolve("lockkeeper")
            : temporary.resolve("lockkeeper-" + user));
  }

  /// The specification: a relative path is invalid and ignored.
  private Path xdg(String variable, Path fallback) {
    var value = environment.getOrDefault(variable, "");
    return value.startsWith("/") ? Path.of(value) : fallback;
  }
}
