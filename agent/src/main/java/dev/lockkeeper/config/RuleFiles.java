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
    var files = new LinkedHashSet<Path>();
    var problems = new ArrayList<Problem>();
    for (var glob : globs) {
      try {
        files.addAll(RuleGlob.files(configFile, glob));
      } catch (IOException broken) {
        problems.add(Problem.error(glob, 0, 0, "", "can't be listed: " + broken.getMessage()));
      }
    }
    if (files.size() > MOST) {
      problems.add(
          Problem.error(
              configFile.toString(), 0, 0, "rules", "names " + files.size() + " files: too many"));
      files.clear();
    }
    var texts = new TreeMap<String, String>();
    for (var file : files) {
      var ofFile = new Problems(file.toString());
      var text = FileText.read(file, ofFile);
      problems.addAll(ofFile.list());
      if (text != null) {
        texts.put(file.toString(), text);
      }
    }
    var parsed = parse(texts);
    problems.addAll(parsed.problems());
    return new RuleFiles(parsed.groups(), problems, texts);
  }

  /// Reads the files that somebody named: files, patterns that the shell left alone, or folders, of
  /// which the files that end in `.yml` or `.yaml` are meant.
  public static RuleFiles named(List<String> names) {
    var globs = new ArrayList<String>();
    for (var name : names) {
      if (Files.isDirectory(Path.of(name))) {
        globs.add(name.replaceAll("/+$", "") + "/*.{yml,yaml}");
      } else {
        globs.add(name);
      }
    }
    return read(Path.of("."), globs);
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
