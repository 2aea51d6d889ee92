package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// One process of a service, and its threads.
final class WatchedProcess implements AutoCloseable {
  /// The limit of open files hardly changes, and its file is long.
  private static final int RUNS_BETWEEN_LIMITS = 30;

  /// More open files than this would cost more than they save.
  private static final int MOST_THREADS_KEPT_OPEN = 128;

  private final ProcessFiles files;
  private final ReadBuffer buffer;
  private final WatchedThread leader;
  private final Map<String, WatchedThread> others = new HashMap<>();
  private double start = -1;
  private double mostFiles;
  private int runs;

  WatchedProcess(Path proc, long pid, ReadBuffer buffer) {
    this.buffer = buffer;
    files = new ProcessFiles(proc.resolve(Long.toString(pid)), buffer);
    leader = new WatchedThread(files.folder(), buffer);
  }

  /// Adds this process to its service's figures.
  ///
  /// @param totals nothing is added when the process is gone
  /// @return when it started, seconds after boot
  /// @throws IOException when it is gone or a zombie
  double read(ServiceTotals totals) throws IOException {
    ProcessStat stat = files.stat();
    if (stat.state == 'Z' || stat.state == 'X') {
      throw new NoSuchFileException(files.folder() + ": it has ended");
    }
    if (stat.startSecondsAfterBoot != start) {
      // the number was given to a new process
      start = stat.startSecondsAfterBoot;
      leader.forget();
      closeOthers();
    }
    long threads = stat.threads;
    totals.processes++;
    totals.threads += threads;
    totals.residentPages += stat.residentPages;
    totals.user += stat.userSeconds + stat.childrenUserSeconds;
    totals.system += stat.systemSeconds + stat.childrenSystemSeconds;
    leader.add(stat, totals);
    if (threads > 1) {
      readOthers(threads, totals);
    } else {
      closeOthers();
    }
    readFiles(totals);
    return start;
  }

  private void readOthers(long threads, ServiceTotals totals) throws IOException {
    boolean changed = others.size() != threads - 1;
    Iterator<WatchedThread> known = others.values().iterator();
    while (known.hasNext()) {
      WatchedThread thread = known.next();
      try {
        thread.read(totals);
      } catch (IOException ended) {
        thread.close();
        known.remove();
        changed = true;
      }
    }
    if (changed) {
      addNew(totals);
    }
  }

  private void addNew(ServiceTotals totals) throws IOException {
    Path tasks = files.folder().resolve("task");
    List<String> present = ProcessTable.numbers(tasks);
    String own = files.folder().getFileName().toString();
    for (String number : present) {
      if (number.equals(own) || others.containsKey(number)) {
        continue;
      }
      var thread = new WatchedThread(tasks.resolve(number), buffer);
      try {
        thread.read(totals);
        thread.keepOpen(others.size() < MOST_THREADS_KEPT_OPEN);
        others.put(number, thread);
      } catch (IOException endedMeanwhile) {
        thread.close();
      }
    }
  }

  private void readFiles(ServiceTotals totals) {
    try {
      if (runs++ % RUNS_BETWEEN_LIMITS == 0) {
        mostFiles = files.mostFiles();
      }
      totals.files(files.openFiles(), mostFiles);
    } catch (IOException notAllowed) {
      // another user's process: this figure stays away, the others are there
    }
  }

  private void closeOthers() {
    others.values().forEach(WatchedThread::close);
    others.clear();
  }

  @Override
  public void close() {
    files.close();
    leader.close();
    closeOthers();
  }
}
