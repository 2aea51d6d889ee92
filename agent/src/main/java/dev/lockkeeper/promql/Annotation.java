package dev.lockkeeper.promql;

/// Something that an evaluation noticed and that did not keep it from answering: in Prometheus'
/// words, so that who knows them there knows them here.
///
/// @param text begins with `PromQL warning: ` or `PromQL info: `, as Prometheus has it
/// @param start offset of the part of the expression concerned, in characters
/// @param end behind that part
public record Annotation(Level level, String text, int start, int end) {
  public enum Level {
    /// the answer is perhaps not what was meant, or lacks a part
    WARNING("PromQL warning: "),
    /// the answer is right as far as one can tell, but the expression looks odd
    INFO("PromQL info: ");

    private final String prefix;

    Level(String prefix) {
      this.prefix = prefix;
    }
  }

  /// As Prometheus prints it: `PromQL info: … (1:5)`.
  ///
  /// @param expression the whole that it was noted about
  public String textWithPosition(String expression) {
    int lineStart = expression.lastIndexOf('\n', start - 1) + 1;
    long line = expression.substring(0, lineStart).lines().count() + 1;
    return text + " (" + line + ":" + (start - lineStart + 1) + ")";
  }

  static Annotation warning(Expr at, String text) {
    return of(Level.WARNING, at, text);
  }

  static Annotation info(Expr at, String text) {
    return of(Level.INFO, at, text);
  }

  /// The same with more said.
  Annotation with(String more) {
    return more.isEmpty() ? this : new Annotation(level, text + more, start, end);
  }

  private static Annotation of(Level level, Expr at, String text) {
    var bare = Expr.unwrapped(at);
    return new Annotation(level, level.prefix + text, bare.start(), bare.end());
  }
}
