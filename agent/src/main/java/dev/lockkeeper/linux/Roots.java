package dev.lockkeeper.linux;

import java.nio.file.Path;

/// Where the kernel's and udev's trees are; tests put fixtures in their place.
///
/// @param proc `/proc`
/// @param sys `/sys`
/// @param udev udev's database, `/run/udev/data`
public record Roots(Path proc, Path sys, Path udev) {
  /// This machine's own.
  public static final Roots SYSTEM =
      new Roots(Path.of("/proc"), Path.of("/sys"), Path.of("/run/udev/data"));

  Path proc(String file) {
    return proc.resolve(file);
  }

  Path sys(String file) {
    return sys.resolve(file);
  }
}
