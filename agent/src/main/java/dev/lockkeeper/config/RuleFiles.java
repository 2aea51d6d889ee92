package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A set of rule files, read. Expressions are still text: whether they are PromQL shows when the
/// rules are compiled.
///
/// @param groups of all files, in the order of the files' names; of a broken file what could be
///   read, so that compiling can report its problems too
/// @param problems of all files
/// @param texts file name → text, of the files that could be read
public record RuleFiles(
    List<RuleGroupSpec> groups, List<Problem> problems, SortedMap<String, String> texts) {
  /// More is a mistaken glob.
  static final int MOST = 1000;

  /// Of all files: 4 Mi with the agent's own heap of 64 MiB, since what is made of them takes more
  /// than their text.
  private static final long MOST_CHARACTERS =
      Math.max(4 << 20, Runtime.getRuntime().maxMemory() / 16);

  public RuleFiles {
    groups = List.copyOf(groups);
    problems = List.copyOf(problems);
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /// Reads the files that the configuration names. Reads the disk: not for the loop.
  public static RuleFiles read(AgentConfig config) {
    return read(config.file(), config.rules());
  }

  static RuleFiles read(Path configFile, List<String> globs) {
    return read(configFile.toString(), globs, glob -> RuleGlob.files(configFile, glob));
  }

  /// Reads files that a command line names: also by a pattern that the shell has left alone, or a
  /// folder, of which all that end in `.yml` or `.yaml` are meant.
  public static RuleFiles named(List<String> names) {
    return read(String.join(" ", names), names, RuleFiles::named);
  }

  private static List<Path> named(String name) throws IOException {
    var here = Path.of("here");
    try {
      var found =
          Files.isDirectory(Path.of(name))
              ? RuleGlob.files(here, RuleGlob.parse(name + "/*.{yml,yaml}"))
              : RuleGlob.files(here, RuleGlob.parse(name));
      if (found.isEmpty()) {
        throw new IOException("no file of that name");
      }
      return found;
    } catch (IllegalArgumentException wrong) {
      throw new IOException(wrong.getMessage(), wrong);
    }
  }

  @FunctionalInterface
  private interface Listing {
    List<Path> files(String glob) throws IOException;
  }

  private static RuleFiles read(String whole, List<String> globs, Listing listing) {
    var files = new LinkedHashSet<Path>();
    var problems = new ArrayList<Problem>();
    for (var glob : globs) {
      try {
        files.addAll(listing.files(glob));
      } catch (IOException broken) {
        problems.add(Problem.error(glob, 0, 0, "", "can't be listed: " + broken.getMessage()));
      }
    }
    if (files.size() > MOST) {
      problems.add(
          Problem.error(whole, 0, 0, "rules", "names " + files.size() + " files: too many"));
      files.clear();
    }
    var texts = new TreeMap<String, String>();
    long characters = 0;
    for (var file : files) {
      var ofFile = new Problems(file.toString());
      var text = FileText.read(file, ofFile);
      problems.addAll(ofFile.list());
      if (text != null) {
        characters += text.length();
        if (characters > MOST_CHARACTERS) {
          problems.add(
              Problem.error(
                  file.toString(),
                  0,
                  0,
                  "",
                  "with this file the rule files are too large together, for this process'"
                      + " memory"));
          break;
        }
        texts.put(file.toString(), text);
      }
    }
    var parsed = parse(texts);
    problems.addAll(parsed.problems());
    return new RuleFiles(parsed.groups(), problems, texts);
  }

  /// @param texts file name → text
  static RuleFiles parse(SortedMap<String, String> texts) {
    var groups = new ArrayList<RuleGroupSpec>();
    var problems = new ArrayList<Problem>();
    texts.forEach((file, text) -> {
      var ofFile = new Problems(file);
      var root = MarkedYaml.parse(text, ofFile);
      if (root != null) {
        groups.addAll(RuleGroupSection.readAll(file, root, ofFile));
      }
      problems.addAll(ofFile.list());
    });
    return new RuleFiles(groups, problems, texts);
  }

  /// Whether nothing stands against using them.
  public boolean good() {
    return good(problems);
  }

  static boolean good(List<Problem> problems) {
    return problems.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR);
  }
}
