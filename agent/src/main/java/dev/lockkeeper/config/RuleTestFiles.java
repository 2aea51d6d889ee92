package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleTestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;

/// Files of unit tests of rules, read together with the rule files that they name.
public final class RuleTestFiles {
  private RuleTestFiles() {}

  /// One file, read.
  ///
  /// @param name as the person named it
  /// @param test of a broken file what could be read: to be run only where there is no error
  /// @param problems of this file and of the rule files that it names
  public record Read(String name, RuleTestFile test, List<Problem> problems) {
    public Read {
      problems = List.copyOf(problems);
    }

    public boolean good() {
      return RuleFiles.good(problems);
    }
  }

  /// The files that command line arguments mean: paths, patterns that the shell has left alone, or
  /// folders, of which all that end in `.yml` or `.yaml` are meant.
  ///
  /// @throws IllegalArgumentException with a message for a person
  public static List<Path> named(List<String> names) throws IOException {
    var files = new LinkedHashSet<Path>();
    for (String name : names) {
      boolean folder = Files.isDirectory(Path.of(name));
      var found =
          RuleGlob.files(Path.of("here"), RuleGlob.parse(folder ? name + "/*.{yml,yaml}" : name));
      if (found.isEmpty()) {
        throw new IllegalArgumentException("`" + name + "` matches no file");
      }
      files.addAll(found);
    }
    return List.copyOf(files);
  }

  /// Reads one file, and the rule files that it names relative to itself.
  public static Read read(Path file) {
    var problems = new Problems(file.toString());
    var text = FileText.read(file, problems);
    var root = text == null ? null : MarkedYaml.parse(text, problems);
    var rules = new ArrayList<Path>();
    var test =
        RuleTestSection.read(
            file.toString(),
            root,
            problems,
            (section, globs) -> rules.addAll(matching(file, section, globs)));
    var all = new ArrayList<>(problems.list());
    var read = rules(rules);
    all.addAll(read.problems());
    return new Read(file.toString(), test.with(read.groups()), all);
  }

  private static List<Path> matching(Path file, Section section, List<String> globs) {
    var files = new ArrayList<Path>();
    for (int i = 0; i < globs.size(); i++) {
      try {
        var found = RuleGlob.files(file, globs.get(i));
        if (found.isEmpty()) {
          section.error("rule_files", "`" + Problems.shorten(globs.get(i)) + "` matches no file");
        }
        files.addAll(found);
      } catch (IOException broken) {
        section.error("rule_files", "can't be listed: " + broken.getMessage());
      }
    }
    return files;
  }

  private static RuleFiles rules(List<Path> files) {
    var problems = new ArrayList<Problem>();
    var texts = new TreeMap<String, String>();
    for (var file : files) {
      var ofFile = new Problems(file.toString());
      var text = FileText.read(file, ofFile);
      problems.addAll(ofFile.list());
      if (text != null) {
        texts.put(file.toString(), text);
      }
    }
    var parsed = RuleFiles.parse(texts);
    problems.addAll(parsed.problems());
    return new RuleFiles(parsed.groups(), problems, texts);
  }
}
