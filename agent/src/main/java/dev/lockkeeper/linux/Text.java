package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Bytes of a /proc or /sys file and a place in them: cuts lines into words and numbers without
/// making objects. Every complaint is an [IOException] with file and line.
final class Text {
  private static final byte[] NOTHING = {};
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private final String file;
  private byte[] bytes = NOTHING;
  private int limit;
  private int position;
  private int line = 1;
  private int wordStart;
  private int wordEnd;

  Text(String file) {
    this.file = file;
  }

  /// A text of its own, for content that is at hand.
  static Text of(String file, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Text(file).of(bytes, bytes.length);
  }

  Text of(byte[] content, int length) {
    bytes = content;
    limit = length;
    rewind();
    return this;
  }

  void rewind() {
    position = 0;
    line = 1;
    wordStart = 0;
    wordEnd = 0;
  }

  boolean atEnd() {
    return position >= limit;
  }

  /// Goes to the start of the next line.
  void nextLine() {
    while (position < limit && bytes[position] != '\n') {
      position++;
    }
    position++;
    line++;
  }

  /// Goes to the next word of this line; words are parted by blanks.
  ///
  /// @return whether there is one
  boolean word() {
    return word((byte) ' ');
  }

  /// Goes to the next word of this line, which ends at a blank or at `end`; `end` is swallowed.
  boolean word(char end) {
    return word((byte) end);
  }

  private boolean word(byte end) {
    while (position < limit && isBlank(bytes[position])) {
      position++;
    }
    wordStart = position;
    while (position < limit && !isSpace(bytes[position]) && bytes[position] != end) {
      position++;
    }
    wordEnd = position;
    if (position < limit && bytes[position] == end) {
      position++;
      return true;
    }
    return wordEnd > wordStart;
  }

  /// Goes on behind the last `c` of this line: for names that may hold blanks and brackets.
  void behindLast(char c) throws IOException {
    int end = position;
    int last = -1;
    while (end < limit && bytes[end] != '\n') {
      if (bytes[end] == c) {
        last = end;
      }
      end++;
    }
    if (last < 0) {
      throw malformed("'" + c + "' is missing");
    }
    wordStart = position;
    wordEnd = last;
    position = last + 1;
  }

  /// The word at hand, or what is missing is complained about.
  void expectWord(String what) throws IOException {
    if (!word()) {
      throw malformed(what + " is missing");
    }
  }

  int wordLength() {
    return wordEnd - wordStart;
  }

  /// The word's byte at `index`, counted from its start.
  byte wordByte(int index) {
    return bytes[wordStart + index];
  }

  boolean wordIs(String ascii) {
    return wordLength() == ascii.length() && wordStartsWith(ascii);
  }

  boolean wordStartsWith(String ascii) {
    if (wordLength() < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[wordStart + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The word at hand as a string: allocates.
  String wordText() {
    return new String(bytes, wordStart, wordLength(), StandardCharsets.UTF_8);
  }

  /// What is left of this line, without surrounding blanks: allocates.
  String restOfLine() {
    int end = position;
    while (end < limit && bytes[end] != '\n') {
      end++;
    }
    String rest = new String(bytes, position, Math.max(0, end - position), StandardCharsets.UTF_8);
    position = end;
    return rest.strip();
  }

  /// The next word as a number: digits, with a sign and a fraction allowed.
  double number(String what) throws IOException {
    expectWord(what);
    return wordNumber(what);
  }

  /// The next word as a whole number.
  long integer(String what) throws IOException {
    expectWord(what);
    return wordInteger(what);
  }

  /// The word at hand as a whole number. Beyond 63 bits it is the largest there is: the kernel
  /// prints unsigned 64-bit values for "no limit".
  long wordInteger(String what) throws IOException {
    int at = wordStart;
    boolean negative = at < wordEnd && bytes[at] == '-';
    if (negative) {
      at++;
    }
    if (at == wordEnd) {
      throw notANumber(what);
    }
    long value = 0;
    for (; at < wordEnd; at++) {
      int digit = digit(at, what);
      if (value > (Long.MAX_VALUE - digit) / 10) {
        value = Long.MAX_VALUE;
      } else {
        value = value * 10 + digit;
      }
    }
    return negative ? -value : value;
  }

  /// The word at hand as a number.
  double wordNumber(String what) throws IOException {
    int at = wordStart;
    boolean negative = at < wordEnd && bytes[at] == '-';
    if (negative) {
      at++;
    }
    if (at == wordEnd) {
      throw notANumber(what);
    }
    double value = 0;
    long exact = 0;
    int decimals = -1;
    for (; at < wordEnd; at++) {
      if (bytes[at] == '.' && decimals < 0) {
        decimals = 0;
        continue;
      }
      int digit = digit(at, what);
      // Exact in a long as far as it goes, so that 18 digits lose nothing before the last rounding.
      if (exact <= (Long.MAX_VALUE - 9) / 10 && value == 0) {
        exact = exact * 10 + digit;
      } else {
        value = (value == 0 ? exact : value) * 10 + digit;
      }
      if (decimals >= 0) {
        decimals++;
      }
    }
    double result = value == 0 ? exact : value;
    if (decimals > 0) {
      result =
          decimals < POWERS.length ? result / POWERS[decimals] : result / Math.pow(10, decimals);
    }
    return negative ? -result : result;
  }

  /// The word's part from `from` up to `to` (counted from its start) as a hexadecimal number.
  long wordHex(int from, int to, String what) throws IOException {
    if (from < 0 || to > wordLength() || from >= to || to - from > 16) {
      throw notANumber(what);
    }
    long value = 0;
    for (int at = wordStart + from; at < wordStart + to; at++) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        throw notANumber(what);
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /// Where in the word `c` first is, counted from its start; -1 if nowhere.
  int wordIndexOf(char c) {
    for (int at = wordStart; at < wordEnd; at++) {
      if (bytes[at] == c) {
        return at - wordStart;
      }
    }
    return -1;
  }

  int wordHash() {
    int hash = 0;
    for (int at = wordStart; at < wordEnd; at++) {
      hash = hash * 31 + bytes[at];
    }
    return hash;
  }

  boolean wordIs(byte[] other) {
    return java.util.Arrays.equals(bytes, wordStart, wordEnd, other, 0, other.length);
  }

  IOException malformed(String what) {
    return new IOException(file + ":" + line + ": " + what);
  }

  private int digit(int at, String what) throws IOException {
    int digit = bytes[at] - '0';
    if (digit < 0 || digit > 9) {
      throw notANumber(what);
    }
    return digit;
  }

  private IOException notANumber(String what) {
    String shown = wordText();
    return malformed(
        what + " is not a number: " + (shown.length() > 40 ? shown.substring(0, 40) + "…" : shown));
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == 0;
  }

  private static boolean isSpace(byte b) {
    return isBlank(b) || b == '\n';
  }
}
