package dev.lockkeeper.config;

import java.nio.file.Path;

/// `directories`, and where they are when nobody says.
final class DirectorySection {
  static final Keys KEYS =
      Keys.of(
          Key.text("state", "What outlives a reboot: journal, incidents, the last good rules.")
              .otherwise(
                  "root: /var/lib/lockkeeper, else $XDG_STATE_HOME/lockkeeper"
                      + " (~/.local/state/lockkeeper)"),
          Key.text("runtime", "The control socket and the journal's fast copy.")
              .otherwise(
                  "root: /run/lockkeeper, else $XDG_RUNTIME_DIR/lockkeeper"
                      + " (/tmp/lockkeeper-USER)"));

  private DirectorySection() {}

  static Directories read(Section top, Path base, Surroundings surroundings) {
    var directories = top.section("directories", KEYS);
    var defaults = surroundings.directories();
    return new Directories(
        directories.path("state", base).orElse(defaults.state()),
        directories.path("runtime", base).orElse(defaults.runtime()));
  }
}
