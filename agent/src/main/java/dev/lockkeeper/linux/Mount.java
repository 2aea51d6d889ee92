package dev.lockkeeper.linux;

import java.nio.charset.StandardCharsets;

/// A line of `/proc/1/mounts` (fstab(5)).
///
/// @param readOnly whether its options say `ro`
record Mount(String device, String mountPoint, String type, boolean readOnly) {

  /// @throws java.io.IOException when the line at hand has too few words
  static Mount parse(Text text) throws java.io.IOException {
    String device = unescape(text.wordText());
    text.expectWord("the mount point");
    String mountPoint = unescape(text.wordText());
    text.expectWord("the file system's type");
    String type = text.wordText();
    text.expectWord("the options");
    String options = "," + text.wordText() + ",";
    return new Mount(device, mountPoint, type, options.contains(",ro,"));
  }

  /// Blanks and backslashes are written as three octal digits: `\040`.
  static String unescape(String word) {
    if (word.indexOf('\\') < 0) {
      return word;
    }
    byte[] from = word.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      if (from[i] == '\\' && i + 3 < from.length && octal(from, i + 1) >= 0) {
        to[length++] = (byte) octal(from, i + 1);
        i += 3;
      } else {
        to[length++] = from[i];
      }
    }
    return new String(to, 0, length, StandardCharsets.UTF_8);
  }

  private static int octal(byte[] bytes, int at) {
    int value = 0;
    for (int i = at; i < at + 3; i++) {
      if (bytes[i] < '0' || bytes[i] > '7') {
        return -1;
      }
      value = value * 8 + bytes[i] - '0';
    }
    return value;
  }
}
