package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;

/// Where a character of a rule's expression stands in its file.
///
/// @param prefix what a message must begin with to say the place that `at` can't; mostly empty
public record ExpressionPlace(Position at, String prefix) {

  /// @param offset in characters of the expression
  public static ExpressionPlace of(RuleSpec spec, int offset) {
    String before = spec.expr().substring(0, Math.min(offset, spec.expr().length()));
    int lineStart = before.lastIndexOf('\n') + 1;
    int line = (int) before.chars().filter(c -> c == '\n').count();
    int column = before.codePointCount(lineStart, before.length());
    var at = spec.exprAt();
    if (spec.exprIsPlain()) {
      // a literal block's lines all begin in its first line's column
      return new ExpressionPlace(new Position(at.line() + line, at.column() + column), "");
    }
    return new ExpressionPlace(at, "at %d:%d of the expression: ".formatted(line + 1, column + 1));
  }
}
