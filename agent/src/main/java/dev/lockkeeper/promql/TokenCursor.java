package dev.lockkeeper.promql;

import com.google.re2j.PatternSyntaxException;
import dev.lockkeeper.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Where the parser is in the words of an expression, and what its parts read alike.
final class TokenCursor {
  /// Nobody writes longer ones; each word costs memory.
  private static final int LONGEST = 128 * 1024;

  private final String text;
  private final List<Token> tokens;
  private int position;
  private int lastEnd;
  private long regexSize;

  /// @throws PromqlException when it is too long, or has a word that PromQL has not
  TokenCursor(String text) {
    this.text = text;
    if (text.length() > LONGEST) {
      throw new PromqlException(
          text, LONGEST, text.length(), "expression is longer than " + LONGEST + " characters");
    }
    this.tokens = new Lexer(text).tokens();
  }

  Token peek() {
    return tokens.get(position);
  }

  /// The word behind the next.
  Token peekSecond() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  Token take() {
    var token = tokens.get(position);
    if (token.kind() != Kind.END) {
      position++;
    }
    lastEnd = token.end();
    return token;
  }

  Token expect(String symbol) {
    var token = peek();
    if (!token.is(symbol)) {
      throw unexpected(token, Texts.quoted(symbol));
    }
    return take();
  }

  /// Takes the comma between two of a list; nothing before the symbol that ends it.
  void separator(String close) {
    var token = peek();
    if (!token.is(close)) {
      if (!token.is(",")) {
        throw unexpected(token, "\",\" or " + Texts.quoted(close));
      }
      take();
    }
  }

  /// Behind the word that was taken last.
  int lastEnd() {
    return lastEnd;
  }

  /// `(a, b)`; names may be quoted, and a comma may stand behind the last.
  List<String> labelNames() {
    expect("(");
    var names = new ArrayList<String>();
    while (!peek().is(")")) {
      var name = take();
      if (!isLabelName(name) && name.kind() != Kind.STRING) {
        throw unexpected(name, "a label name");
      }
      if (name.text().isEmpty()) {
        throw error(name, "invalid label name \"\"");
      }
      names.add(name.text());
      separator(")");
    }
    expect(")");
    return names;
  }

  static boolean isLabelName(Token token) {
    return token.kind() == Kind.NAME && token.text().indexOf(':') < 0;
  }

  /// What a number, a duration or a byte size is worth; durations in seconds.
  double value(Token token) {
    try {
      return switch (token.kind()) {
        case NUMBER -> Numbers.number(token.text());
        case BYTES -> ByteSizes.value(token.text());
        case DURATION -> Numbers.durationMillis(token.text()) / 1000.0;
        case NAME, STRING, SYMBOL, END -> throw unexpected(token, "a number");
      };
    } catch (ArithmeticException e) {
      throw error(token, "duration out of range");
    }
  }

  Matcher matcher(Token at, String label, Matcher.Operator operator, String value) {
    try {
      if (operator == Matcher.Operator.MATCH || operator == Matcher.Operator.NO_MATCH) {
        regexSize = Regex.bounded(value, regexSize);
      }
      return new Matcher(label, operator, value);
    } catch (PatternSyntaxException e) {
      throw error(at, "not a regular expression (RE2): " + e.getMessage());
    }
  }

  PromqlException unexpected(Token token, String expected) {
    return error(token, "unexpected " + token.described() + ", expected " + expected);
  }

  PromqlException error(Token at, String message) {
    return error(at.start(), at.end(), message);
  }

  PromqlException error(int start, int end, String message) {
    return new PromqlException(text, start, end, message);
  }
}
