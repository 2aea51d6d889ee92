package dev.lockkeeper.linux;

import java.io.IOException;

/// `/proc/PID/stat` or `/proc/PID/task/TID/stat` (proc(5)). One object takes one reading after the
/// other.
final class ProcessStat {
  /// USER_HZ, the unit in which the kernel shows time to programs.
  private static final double TICKS_PER_SECOND = 100;

  long pid;
  char state;
  long parent;
  double userSeconds;
  double systemSeconds;

  /// of children that ended and were waited for
  double childrenUserSeconds;

  double childrenSystemSeconds;
  long threads;
  double startSecondsAfterBoot;
  double virtualBytes;
  long residentPages;

  /// spent waiting for block devices, of this thread alone; 0 without delay accounting
  double ioWaitSeconds;

  void parse(Text text) throws IOException {
    pid = text.integer("the process number");
    text.expectWord("the name");
    if (text.wordByte(0) != '(') {
      throw text.malformed("the name is not in brackets");
    }
    text.rewind();
    text.behindLast(')');
    text.expectWord("the state");
    state = (char) text.wordByte(0);
    parent = text.integer("the parent");
    skip(text, 9);
    userSeconds = text.number("utime") / TICKS_PER_SECOND;
    systemSeconds = text.number("stime") / TICKS_PER_SECOND;
    childrenUserSeconds = text.number("cutime") / TICKS_PER_SECOND;
    childrenSystemSeconds = text.number("cstime") / TICKS_PER_SECOND;
    skip(text, 2);
    threads = text.integer("the number of threads");
    skip(text, 1);
    startSecondsAfterBoot = text.number("the start time") / TICKS_PER_SECOND;
    virtualBytes = text.number("vsize");
    residentPages = text.integer("rss");
    skip(text, 17);
    ioWaitSeconds = text.number("the delay by block devices") / TICKS_PER_SECOND;
  }

  /// The name between the brackets, as of the content that was parsed last. Allocates, and so is
  /// not part of [#parse].
  static String name(Text text) throws IOException {
    text.rewind();
    text.behindLast(')');
    String word = text.wordText();
    int open = word.indexOf('(');
    return open < 0 ? word : word.substring(open + 1);
  }

  private static void skip(Text text, int words) throws IOException {
    for (int i = 0; i < words; i++) {
      text.expectWord("a field");
    }
  }
}
