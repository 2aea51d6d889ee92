package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts an expression into words.
final class Lexer {
  private static final String[] SYMBOLS = {
    "=~", "!~", "!=", "==", "<=", ">=", "</", ">/", "<", ">", "=", "+", "-", "*", "/", "%", "^",
    "(", ")", "{", "}", "[", "]", ",", "@", ":"
  };

  private final String text;
  private int at;

  /// a colon belongs to a metric's name, but separates range and step within brackets
  private int brackets;

  Lexer(String text) {
    this.text = text;
  }

  List<Token> tokens() {
    var tokens = new ArrayList<Token>();
    while (true) {
      skipBlanks();
      if (at == text.length()) {
        tokens.add(new Token(Kind.END, "", at, at));
        return tokens;
      }
      tokens.add(next());
    }
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        at++;
      } else {
        return;
      }
    }
  }

  private Token next() {
    int start = at;
    char c = text.charAt(at);
    if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      return number(start);
    }
    if (isNameStart(c) || (c == ':' && brackets == 0)) {
      while (at < text.length() && isNamePart(text.charAt(at))) {
        at++;
      }
      return new Token(Kind.NAME, text.substring(start, at), start, at);
    }
    if (c == '"' || c == '\'' || c == '`') {
      return string(start, c);
    }
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        at += symbol.length();
        brackets += symbol.equals("[") ? 1 : symbol.equals("]") ? -1 : 0;
        return new Token(Kind.SYMBOL, symbol, start, at);
      }
    }
    int length = Character.charCount(text.codePointAt(at));
    throw error(
        start,
        start + length,
        "unexpected character " + Texts.quoted(text.substring(start, start + length)));
  }

  private boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || (c == ':' && brackets == 0);
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// Numbers and durations run on while letters, digits and points do: what they mean, [Numbers]
  /// knows.
  private Token number(int start) {
    boolean hex = text.regionMatches(true, at, "0x", 0, 2);
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean sign = (c == '+' || c == '-') && !hex && isExponent(start);
      if (!isDigit(c) && !isNameStart(c) && c != '.' && !sign) {
        break;
      }
      at++;
    }
    String word = text.substring(start, at);
    if (Numbers.isDuration(word)) {
      return new Token(Kind.DURATION, word, start, at);
    }
    if (Numbers.isNumber(word)) {
      return new Token(Kind.NUMBER, word, start, at);
    }
    if (ByteSizes.is(word)) {
      return new Token(Kind.BYTES, word, start, at);
    }
    throw error(start, at, "bad number or duration syntax: " + Texts.shortened(word));
  }

  /// Whether a sign here follows the `e` of a number such as `1e+3`.
  private boolean isExponent(int start) {
    char before = text.charAt(at - 1);
    if (before != 'e' && before != 'E') {
      return false;
    }
    for (int i = start; i < at - 1; i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && c != '.' && c != '_') {
        return false;
      }
    }
    return at + 1 < text.length() && isDigit(text.charAt(at + 1));
  }

  private Token string(int start, char quote) {
    at++;
    var value = new StringBuilder();
    while (true) {
      if (at >= text.length() || (text.charAt(at) == '\n' && quote != '`')) {
        throw error(start, at, "unterminated string");
      }
      char c = text.charAt(at++);
      if (c == quote) {
        return new Token(Kind.STRING, value.toString(), start, at);
      }
      if (c == '\\' && quote != '`') {
        at = Escapes.append(text, at, quote, value);
      } else {
        value.append(c);
      }
    }
  }

  private PromqlException error(int start, int end, String message) {
    return new PromqlException(text, start, end, message);
  }
}
