package dev.lockkeeper.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the rule files look like from outside, without reading them: two that are equal mean that
/// nothing was saved in between.
///
/// A change of the content in place changes the inode's times, a rename or a symlink that points
/// elsewhere the inode itself, whatever a copying program does to the modification time.
///
/// @param files path → device, inode, size and times; or why it can't be seen
public record RuleStamps(Map<Path, Object> files) {
  /// A chain of more symlinks is a ring (the kernel's own limit, path_resolution(7)).
  private static final int MOST_LINKS = 40;

  private static final String LOOK = "unix:dev,ino,size,lastModifiedTime,ctime";

  public RuleStamps {
    files = Map.copyOf(files);
  }

  /// Looks now, at the configuration file as well: one call of stat for each file. Asks the disk:
  /// not for the loop.
  public static RuleStamps take(AgentConfig config) {
    var files = new HashMap<Path, Object>();
    see(config.file(), files);
    for (var glob : config.rules()) {
      try {
        var found = RuleGlob.files(config.file(), glob);
        if (found.size() > RuleFiles.MOST) {
          files.put(config.file().resolveSibling(glob), found.size());
          continue;
        }
        found.forEach(file -> see(file, files));
      } catch (IOException broken) {
        files.put(config.file().resolveSibling(glob), String.valueOf(broken.getMessage()));
      }
    }
    return new RuleStamps(files);
  }

  /// The directories in which a change would show: those of the files, and those of every symlink
  /// on the way to them. Asks the disk: not for the loop.
  public Set<Path> folders(AgentConfig config) {
    var folders = new TreeSet<Path>();
    files.keySet().forEach(file -> follow(file, folders));
    config.rules().forEach(glob -> follow(RuleGlob.beginning(config.file(), glob), folders));
    return folders;
  }

  private static void see(Path file, Map<Path, Object> files) {
    try {
      files.put(file, Files.readAttributes(file, LOOK));
    } catch (IOException | UnsupportedOperationException missing) {
      files.put(file, missing.getClass());
    }
  }

  /// The directory that holds the path's end, and that of each symlink on the way; where something
  /// does not exist yet, the one in which it would appear.
  private static void follow(Path path, Set<Path> folders) {
    Deque<Path> names = new ArrayDeque<>();
    path.toAbsolutePath().normalize().forEach(names::addLast);
    Path at = Path.of("/");
    int links = 0;
    while (!names.isEmpty()) {
      Path name = names.removeFirst();
      Path next = at.resolve(name).normalize();
      if (Files.isSymbolicLink(next)) {
        folders.add(at);
        if (++links > MOST_LINKS) {
          return;
        }
        try {
          Path target = Files.readSymbolicLink(next);
          for (int i = target.getNameCount() - 1; i >= 0; i--) {
            names.addFirst(target.getName(i));
          }
          at = target.isAbsolute() ? Path.of("/") : at;
        } catch (IOException gone) {
          return;
        }
      } else if (names.isEmpty() || !Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        folders.add(at);
        return;
      } else {
        at = next;
      }
    }
  }
}
