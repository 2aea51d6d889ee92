package dev.lockkeeper.promql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// The escapes of Go's string literals (The Go Programming Language Specification, "String
/// literals").
final class Escapes {
  /// what stands for the byte 0
  private static final int LONE = 0xdc00;

  private Escapes() {}

  /// Appends what one escape means.
  ///
  /// @param at behind the backslash
  /// @return behind the escape
  static int append(String text, int at, char quote, StringBuilder value) {
    if (at >= text.length()) {
      throw new PromqlException(text, at - 1, at, "unterminated string");
    }
    char c = text.charAt(at);
    switch (c) {
      case 'a' -> value.append('\u0007');
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case '\\' -> value.append('\\');
      case 'u' -> {
        value.appendCodePoint(number(text, at + 1, 4, 16));
        return at + 5;
      }
      case 'U' -> {
        value.appendCodePoint(number(text, at + 1, 8, 16));
        return at + 9;
      }
      case 'x', '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return bytes(text, at, value);
      }
      default -> {
        if (c != quote) {
          throw new PromqlException(text, at - 1, at + 1, "unknown escape sequence \\" + c);
        }
        value.append(c);
      }
    }
    return at + 1;
  }

  /// A run of bytes written as `\xff` or `\377`: together they may be one character in UTF-8.
  private static int bytes(String text, int from, StringBuilder value) {
    var bytes = new ByteArrayOutputStream();
    int at = from;
    while (true) {
      boolean hex = text.charAt(at) == 'x';
      int number = hex ? number(text, at + 1, 2, 16) : number(text, at, 3, 8);
      if (number > 0xff) {
        throw new PromqlException(text, at - 1, at + 3, "escape is not a byte");
      }
      bytes.write(number);
      at += 3;
      boolean more =
          at + 1 < text.length()
              && text.charAt(at) == '\\'
              && "x01234567".indexOf(text.charAt(at + 1)) >= 0;
      if (!more) {
        decode(bytes.toByteArray(), value);
        return at;
      }
      at++;
    }
  }

  /// Bytes that are no UTF-8 become lone surrogates, which no text has: names with them are
  /// invalid, and can still be shown.
  private static void decode(byte[] bytes, StringBuilder value) {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    var decoder = StandardCharsets.UTF_8.newDecoder();
    while (true) {
      var result = decoder.decode(in, out, true);
      value.append(out.flip());
      out.clear();
      if (!result.isMalformed()) {
        return;
      }
      for (int i = 0; i < result.length(); i++) {
        value.append((char) (LONE + (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  /// Whether a text is valid UTF-8.
  static boolean isUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isLone(text, i)) {
        return false;
      }
      if (Character.isHighSurrogate(text.charAt(i))) {
        i++;
      }
    }
    return true;
  }

  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    return Character.isLowSurrogate(c)
        || (Character.isHighSurrogate(c)
            && (at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))));
  }

  /// As Go quotes it, as far as that can be read without knowing Go.
  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '"' -> quoted.append("\\\"");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (isLone(text, i)) {
            quoted.append(String.format("\\x%02x", (c - LONE) & 0xff));
          } else if (Character.isHighSurrogate(c)) {
            quoted.append(c).append(text.charAt(++i));
          } else if (c < ' ' || c == 0x7f) {
            quoted.append(String.format("\\x%02x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private static int number(String text, int at, int digits, int radix) {
    long number = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), radix) : -1;
      if (digit < 0) {
        throw new PromqlException(text, at - 1, at + i + 1, "bad escape sequence");
      }
      number = number * radix + digit;
    }
    boolean surrogate = number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
    if (surrogate || number > Character.MAX_CODE_POINT) {
      throw new PromqlException(text, at - 1, at + digits, "escape is not a character");
    }
    return (int) number;
  }
}
