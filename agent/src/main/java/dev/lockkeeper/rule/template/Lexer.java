package dev.lockkeeper.rule.template;

import java.util.ArrayList;
import java.util.List;

/// Cuts a template into texts and the words of its actions (Go's text/template/parse).
final class Lexer {
  enum Kind {
    /// outside of actions
    TEXT,
    OPEN,
    CLOSE,
    /// a name: function, keyword, `true`, `nil`
    WORD,
    /// `.name`
    FIELD,
    /// `$` or `$name`
    VARIABLE,
    STRING,
    CHARACTER,
    NUMBER,
    DOT,
    /// blanks, which separate arguments from chains
    BLANK,
    /// `|`, `(`, `)`, `,`, `:=`, `=`
    SYMBOL,
    END
  }

  /// @param text what it means: names without `.`, strings without quotes and escapes
  record Token(Kind kind, String text, int start, int end) {
    boolean is(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
      return kind == Kind.WORD && text.equals(word);
    }
  }

  private static final String BLANKS = " \t\r\n";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) throws TemplateException {
    return new Lexer(text).read();
  }

  private List<Token> read() throws TemplateException {
    boolean trim = false;
    while (true) {
      int open = text.indexOf("{{", at);
      int end = open < 0 ? text.length() : open;
      boolean trimsBefore =
          open >= 0
              && text.startsWith("-", open + 2)
              && open + 3 < text.length()
              && blank(text.charAt(open + 3));
      outside(at, end, trim, trimsBefore);
      if (open < 0) {
        tokens.add(new Token(Kind.END, "", end, end));
        return tokens;
      }
      at = open + (trimsBefore ? 3 : 2);
      trim = action(open);
    }
  }

  private void outside(int from, int to, boolean trimFront, boolean trimEnd) {
    int start = from;
    int end = to;
    while (trimFront && start < end && blank(text.charAt(start))) {
      start++;
    }
    while (trimEnd && start < end && blank(text.charAt(end - 1))) {
      end--;
    }
    if (start < end) {
      tokens.add(new Token(Kind.TEXT, text.substring(start, end), start, end));
    }
  }

  /// @return whether the blanks behind it are to go
  private boolean action(int open) throws TemplateException {
    int comment = at;
    while (comment < text.length() && at != open + 2 && blank(text.charAt(comment))) {
      comment++;
    }
    if (text.startsWith("/*", comment)) {
      int end = text.indexOf("*/", comment + 2);
      if (end < 0) {
        throw new TemplateException(open, "unclosed comment");
      }
      at = end + 2;
      Boolean trim = closed();
      if (trim == null) {
        throw new TemplateException(open, "a comment must end with \"*/}}\"");
      }
      return trim;
    }
    tokens.add(new Token(Kind.OPEN, "{{", open, at));
    while (true) {
      int start = at;
      Boolean trim = closed();
      if (trim != null) {
        tokens.add(new Token(Kind.CLOSE, "}}", start, at));
        return trim;
      }
      if (at >= text.length()) {
        throw new TemplateException(open, "template action is not closed: expected \"}}\"");
      }
      tokens.add(word(open));
    }
  }

  /// @return whether the blanks behind are to go; null where no action ends here
  private @org.jspecify.annotations.Nullable Boolean closed() {
    if (text.startsWith("}}", at)) {
      at += 2;
      return false;
    }
    int end = at;
    while (end < text.length() && blank(text.charAt(end))) {
      end++;
    }
    if (end > at && text.startsWith("-}}", end)) {
      at = end + 3;
      return true;
    }
    return null;
  }

  private Token word(int open) throws TemplateException {
    int start = at;
    char c = text.charAt(at);
    if (blank(c)) {
      while (at < text.length() && blank(text.charAt(at)) && (at == start || !closesHere())) {
        at++;
      }
      return new Token(Kind.BLANK, " ", start, at);
    }
    if (c == '"' || c == '\'') {
      return quoted(open, c);
    }
    if (c == '`') {
      int end = text.indexOf('`', at + 1);
      if (end < 0) {
        throw new TemplateException(start, "unterminated raw string");
      }
      at = end + 1;
      return new Token(Kind.STRING, text.substring(start + 1, end), start, at);
    }
    if (c == '|' || c == '(' || c == ')' || c == ',' || c == '=') {
      at++;
      return new Token(Kind.SYMBOL, String.valueOf(c), start, at);
    }
    if (text.startsWith(":=", at)) {
      at += 2;
      return new Token(Kind.SYMBOL, ":=", start, at);
    }
    boolean sign = (c == '-' || c == '+') && at + 1 < text.length();
    char first = sign ? text.charAt(at + 1) : c;
    boolean point = c == '.' && at + 1 < text.length() && digit(text.charAt(at + 1));
    if (digit(first) || (sign && first == '.') || point) {
      at++;
      while (at < text.length() && numberPart(text.charAt(at))) {
        at++;
      }
      return new Token(Kind.NUMBER, text.substring(start, at), start, at);
    }
    if (c == '.' || c == '$') {
      at++;
      names();
      String name = text.substring(start + 1, at);
      if (c == '$') {
        return new Token(Kind.VARIABLE, name, start, at);
      }
      return new Token(name.isEmpty() ? Kind.DOT : Kind.FIELD, name, start, at);
    }
    if (Character.isLetter(c) || c == '_') {
      names();
      return new Token(Kind.WORD, text.substring(start, at), start, at);
    }
    throw new TemplateException(start, "unexpected \"" + c + "\" in an action");
  }

  private boolean closesHere() {
    int before = at;
    boolean closes = closed() != null;
    at = before;
    return closes;
  }

  private boolean numberPart(char c) {
    char before = text.charAt(at - 1);
    return digit(c)
        || Character.isLetter(c)
        || c == '_'
        || c == '.'
        || ((c == '-' || c == '+') && "eEpP".indexOf(before) >= 0);
  }

  private void names() {
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
  }

  private Token quoted(int open, char quote) throws TemplateException {
    int start = at++;
    while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length() || text.charAt(at) != quote) {
      throw new TemplateException(Math.max(open, start), "unterminated quoted string");
    }
    at++;
    try {
      String value = GoText.unquoted(text.substring(start + 1, at - 1));
      return new Token(quote == '"' ? Kind.STRING : Kind.CHARACTER, value, start, at);
    } catch (IllegalArgumentException e) {
      throw new TemplateException(start, String.valueOf(e.getMessage()));
    }
  }

  private static boolean blank(char c) {
    return BLANKS.indexOf(c) >= 0;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }
}
