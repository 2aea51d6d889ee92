package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.RuleGroupSpec.Position;

/// A place within a text of several lines.
///
/// @param line from 1
/// @param column from 1
public record TextPlace(int line, int column) {
  public static TextPlace of(String text, int offset) {
    int end = Math.min(offset, text.length());
    int line = 1;
    int start = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new TextPlace(line, text.codePointCount(start, end) + 1);
  }

  /// Where that is in the file, when each line of the text is a piece of one of the file's, all in
  /// the same column.
  public Position from(Position start) {
    return new Position(start.line() + line - 1, start.column() + column - 1);
  }

  /// `at 1:5`.
  @Override
  public String toString() {
    return "at " + line + ":" + column;
  }
}
