package dev.lockkeeper.rule.template;

import java.nio.charset.StandardCharsets;

/// How Go writes strings between quotes.
final class GoText {
  private GoText() {}

  /// What a literal in double or single quotes means.
  ///
  /// @param literal without its quotes
  /// @throws IllegalArgumentException with a message for a person
  static String unquoted(String literal) {
    if (literal.indexOf('\\') < 0) {
      return literal;
    }
    var text = new StringBuilder();
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c != '\\' || i + 1 == literal.length()) {
        text.append(c);
        continue;
      }
      char escape = literal.charAt(++i);
      switch (escape) {
        case 'a' -> text.append('\u0007');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'v' -> text.append('\u000b');
        case '\\', '"', '\'' -> text.append(escape);
        case 'x' -> i = append(literal, i + 1, 2, 16, text);
        case 'u' -> i = append(literal, i + 1, 4, 16, text);
        case 'U' -> i = append(literal, i + 1, 8, 16, text);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> i = append(literal, i, 3, 8, text);
        default -> throw new IllegalArgumentException("unknown escape sequence \\" + escape);
      }
    }
    return text.toString();
  }

  /// @return the last character of the escape
  private static int append(String literal, int from, int digits, int radix, StringBuilder text) {
    try {
      int number = Integer.parseInt(literal.substring(from, from + digits), radix);
      text.appendCodePoint(number);
      return from + digits - 1;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException("bad escape sequence", e);
    }
  }

  /// `%q`.
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case 7 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 11 -> quoted.append("\\v");
            default -> {
              if (c < 32 || c == 127) {
                quoted.append(String.format("\\x%02x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /// `%x` of a string: its bytes.
  static String hex(String text) {
    return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
