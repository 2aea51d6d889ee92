package dev.lockkeeper.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// `rules/*.yml`: a path whose names may hold `*`, `?`, `[…]` and `{…}`. There is no `**`.
final class RuleGlob {
  private RuleGlob() {}

  /// Checks it.
  ///
  /// @throws IllegalArgumentException with a message for a person
  static String parse(String text) {
    try {
      var path = Path.of(text);
      var _ = path.getFileSystem().getPathMatcher("glob:" + path);
    } catch (InvalidPathException | PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "`" + Problems.shorten(text) + "` is not a path or pattern", wrong);
    }
    if (text.contains("**")) {
      throw new IllegalArgumentException("`" + Problems.shorten(text) + "`: there is no `**`");
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("an empty path");
    }
    return text;
  }

  static boolean isPattern(String glob) {
    return glob.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /// The path in front of the first name with a pattern: what must exist before anything matches.
  static Path beginning(Path configFile, String glob) {
    var at = configFile.resolveSibling(glob.startsWith("/") ? "/" : "");
    for (var name : Path.of(glob)) {
      at = at.resolve(name.toString());
      if (isPattern(name.toString())) {
        return at;
      }
    }
    return at;
  }

  /// The files that match, by name; a glob that is a plain path is returned whether it exists or
  /// not.
  static List<Path> files(Path configFile, String glob) throws IOException {
    var found = List.of(configFile.resolveSibling(glob.startsWith("/") ? "/" : ""));
    for (var name : Path.of(glob)) {
      var next = new ArrayList<Path>();
      for (var directory : found) {
        if (!isPattern(name.toString())) {
          next.add(directory.resolve(name.toString()));
        } else if (Files.isDirectory(directory)) {
          try (DirectoryStream<Path> matches =
              Files.newDirectoryStream(directory, name.toString())) {
            matches.forEach(next::add);
          } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
          }
        }
      }
      found = next;
    }
    return found.stream().filter(f -> !isPattern(glob) || Files.exists(f)).sorted().toList();
  }
}
