package dev.lockkeeper.linux;

import java.io.IOException;

/// When the kernel started, from `/proc/stat`: the origin of processes' start times.
final class BootTime {
  private final ProcFile file;
  private double seconds;

  BootTime(Roots roots) {
    file = new ProcFile(roots.proc("stat"));
  }

  /// Seconds since the epoch. Read once: it moves when the wall clock is set, and a process' start
  /// must not.
  double seconds() throws IOException {
    if (seconds == 0) {
      seconds = parse(file.read());
      file.close();
    }
    return seconds;
  }

  static double parse(Text text) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (text.word() && text.wordIs("btime")) {
        return text.number("the boot time");
      }
    }
    throw text.malformed("the line btime is missing");
  }
}
