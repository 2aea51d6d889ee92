package dev.lockkeeper.rule.check;

import dev.lockkeeper.promql.Expr;

/// Finds where a name stands in an expression's text, which the parsed expression does not say.
final class NamePlace {
  private NamePlace() {}

  /// The place of a name, bare or in quotes, between two others.
  ///
  /// @param nth 0: the first one
  /// @return `from` where it is not found
  static int of(String name, String text, int from, int to, int nth) {
    int left = nth;
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      int next;
      if (c == '"' || c == '\'' || c == '`') {
        next = endOfQuoted(text, i, to);
        boolean isName = text.substring(i + 1, Math.max(i + 1, next - 1)).equals(name);
        if (isName && !standsForValue(text, i, from) && left-- == 0) {
          return i;
        }
      } else if (c == '#') {
        next = endOfLine(text, i, to);
      } else if (isNamePart(c)) {
        next = endOfName(text, i, to);
        if (text.substring(i, next).equals(name) && left-- == 0) {
          return i;
        }
      } else {
        next = i + 1;
      }
      i = next;
    }
    return from;
  }

  /// Where the operator between two sides stands.
  static int ofOperator(String text, Expr.Binary binary) {
    int i = binary.left().end();
    while (i < binary.right().start()) {
      char c = text.charAt(i);
      if (c == '#') {
        i = endOfLine(text, i, binary.right().start());
      } else if (Character.isWhitespace(c) || c == ')') {
        i++;
      } else {
        return i;
      }
    }
    return binary.start();
  }

  /// The expression without white space, comments left in: for comparing two.
  static String squeezed(String text, Expr expr) {
    var bare = Expr.unwrapped(expr);
    var squeezed = new StringBuilder();
    int i = bare.start();
    while (i < bare.end()) {
      char c = text.charAt(i);
      int next = i + 1;
      if (c == '"' || c == '\'' || c == '`') {
        next = endOfQuoted(text, i, bare.end());
      }
      if (!Character.isWhitespace(c)) {
        squeezed.append(text, i, next);
      }
      i = next;
    }
    return squeezed.toString();
  }

  private static boolean isNamePart(char c) {
    return c == '_' || c == ':' || c == '.' || Character.isLetterOrDigit(c);
  }

  private static int endOfName(String text, int from, int to) {
    int i = from;
    while (i < to && isNamePart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int endOfLine(String text, int from, int to) {
    int end = text.indexOf('\n', from);
    return end < 0 || end > to ? to : end;
  }

  private static int endOfQuoted(String text, int from, int to) {
    char quote = text.charAt(from);
    int i = from + 1;
    while (i < to && text.charAt(i) != quote) {
      i += text.charAt(i) == '\\' && quote != '`' ? 2 : 1;
    }
    return Math.min(i + 1, to);
  }

  private static boolean standsForValue(String text, int quote, int from) {
    int i = quote - 1;
    while (i >= from && Character.isWhitespace(text.charAt(i))) {
      i--;
    }
    return i >= from && (text.charAt(i) == '=' || text.charAt(i) == '~');
  }
}
