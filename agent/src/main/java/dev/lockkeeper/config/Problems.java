package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Problem.Severity;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong in one file.
final class Problems {
  /// More than a person reads; a file that is not meant for us would yield one for each line.
  static final int MOST = 200;

  /// Characters of a value that a message repeats.
  private static final int LONGEST_QUOTE = 60;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private int dropped;

  Problems(String file) {
    this.file = file;
  }

  void error(Position at, String path, String message) {
    add(new Problem(Severity.ERROR, file, at.line(), at.column(), path, message));
  }

  void warning(Position at, String path, String message) {
    add(new Problem(Severity.WARNING, file, at.line(), at.column(), path, message));
  }

  /// About the file as a whole.
  void error(String message) {
    add(Problem.error(file, 0, 0, "", message));
  }

  private void add(Problem problem) {
    if (found.size() < MOST) {
      found.add(problem);
    } else {
      dropped++;
    }
  }

  /// Whether further problems are only counted: a good message is not worth its time any more.
  boolean full() {
    return found.size() >= MOST;
  }

  boolean errors() {
    return dropped > 0 || found.stream().anyMatch(p -> p.severity() == Severity.ERROR);
  }

  /// In the file's order.
  List<Problem> list() {
    var sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    if (dropped > 0) {
      sorted.add(Problem.error(file, 0, 0, "", dropped + " more problems are not shown"));
    }
    return sorted;
  }

  /// Foreign text, fit for one line of a message.
  static String shorten(String text) {
    var line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    if (line.length() <= LONGEST_QUOTE) {
      return line;
    }
    int end = LONGEST_QUOTE - (Character.isHighSurrogate(line.charAt(LONGEST_QUOTE - 1)) ? 1 : 0);
    return line.substring(0, end) + "…";
  }
}
