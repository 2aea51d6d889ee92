package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.file.Path;

/// One thread of a service: whether it is blocked, and how long it has waited for devices and for a
/// processor.
final class WatchedThread implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  private final ProcFile statFile;
  private final ProcFile schedstatFile;
  private final ProcessStat stat = new ProcessStat();
  private double ioWait;
  private double runQueue;
  private boolean keepOpen = true;
  private boolean noSchedstat;

  WatchedThread(Path folder, ReadBuffer buffer) {
    statFile = new ProcFile(folder.resolve("stat"), buffer);
    schedstatFile = new ProcFile(folder.resolve("schedstat"), buffer);
  }

  void keepOpen(boolean keep) {
    keepOpen = keep;
  }

  /// @throws IOException when it has ended
  void read(ServiceTotals totals) throws IOException {
    stat.parse(statFile.read());
    if (!keepOpen) {
      statFile.close();
    }
    add(stat, totals);
  }

  /// Adds what has come since the last reading; at the first, all since the thread's start.
  void add(ProcessStat now, ServiceTotals totals) {
    if (now.state == 'D') {
      totals.blocked++;
    }
    totals.ioWaitSeconds += Math.max(0, now.ioWaitSeconds - ioWait);
    ioWait = now.ioWaitSeconds;
    if (noSchedstat) {
      return;
    }
    try {
      double waited = parseRunQueue(schedstatFile.read());
      if (!keepOpen) {
        schedstatFile.close();
      }
      totals.runQueueSeconds += Math.max(0, waited - runQueue);
      totals.runQueueKnown = true;
      runQueue = waited;
    } catch (IOException notInThisKernel) {
      noSchedstat = true;
    }
  }

  /// `/proc/PID/schedstat` (the kernel's sched-stats.rst): nanoseconds on a processor, nanoseconds
  /// waiting for one, number of turns.
  static double parseRunQueue(Text text) throws IOException {
    text.number("the time on a processor");
    return text.number("the time in the run queue") / NANOS_PER_SECOND;
  }

  /// Another thread has got this one's number.
  void forget() {
    ioWait = 0;
    runQueue = 0;
  }

  @Override
  public void close() {
    statFile.close();
    schedstatFile.close();
  }
}
