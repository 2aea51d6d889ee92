package dev.lockkeeper.promql;

/// One word of an expression.
///
/// @param text as it stands there; of a [Kind#STRING] what it means
/// @param end exclusive
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    /// a name, or a keyword: which, the parser knows by its place
    NAME,
    NUMBER,
    DURATION,
    /// a byte size, which is ours
    BYTES,
    STRING,
    /// an operator or a bracket
    SYMBOL,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isWord(String word) {
    return kind == Kind.NAME && text.equalsIgnoreCase(word);
  }

  /// For messages.
  String described() {
    return switch (kind) {
      case END -> "end of input";
      case STRING -> "string " + Texts.shortened(text);
      case NAME, NUMBER, DURATION, BYTES, SYMBOL -> Texts.shortened(text);
    };
  }
}
