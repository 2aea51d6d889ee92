package dev.lockkeeper.promql;

/// An expression that is not PromQL, or PromQL that is not supported. The message is for people and
/// says what was expected; offsets are in characters of the expression.
public final class PromqlException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String expression;
  private final int start;
  private final int end;

  PromqlException(String expression, int start, int end, String message) {
    super(message);
    this.expression = expression;
    this.start = Math.clamp(start, 0, expression.length());
    this.end = Math.clamp(end, this.start, expression.length());
  }

  /// Offset of the first character concerned.
  public int start() {
    return start;
  }

  /// Offset behind the last character concerned.
  public int end() {
    return end;
  }

  /// Line in the expression, from 1.
  public int line() {
    int line = 1;
    for (int i = 0; i < start; i++) {
      if (expression.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /// Column in the expression's line, from 1.
  public int column() {
    return start - expression.lastIndexOf('\n', start - 1);
  }

  /// `1:5: unexpected ")"`.
  public String messageWithPosition() {
    return line() + ":" + column() + ": " + getMessage();
  }
}
