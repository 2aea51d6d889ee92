package dev.lockkeeper.rule.test;

import java.util.ArrayList;
import java.util.List;

/// What was expected and what came instead, line by line. For one that builds it and those that
/// read it.
public final class Difference {
  /// @param sign `-`: expected and not there; `+`: there and not expected; blank: both
  public record Line(char sign, String text) {
    @Override
    public String toString() {
      return sign + " " + text;
    }
  }

  private final List<Line> lines = new ArrayList<>();

  void same(String text) {
    lines.add(new Line(' ', text));
  }

  void missing(String text) {
    lines.add(new Line('-', text));
  }

  void unexpected(String text) {
    lines.add(new Line('+', text));
  }

  /// In the order in which they are best read.
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  /// Whether there is none.
  public boolean isEmpty() {
    return lines.stream().allMatch(line -> line.sign() == ' ');
  }
}
