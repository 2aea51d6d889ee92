package dev.lockkeeper.linux;

/// A service's figures, summed over its processes. Levels are counted anew in each run; counters
/// grow by what each process and thread adds, so that they never go back when one ends.
final class ServiceTotals {
  int processes;
  double threads;
  double blocked;
  double residentPages;
  double openFiles;
  double mostFiles;
  boolean filesKnown;

  /// sums over the processes that live, their ended children included
  double user;

  double system;

  // counters
  double userSeconds;
  double systemSeconds;
  double ioWaitSeconds;
  double runQueueSeconds;
  boolean runQueueKnown;

  private double userBefore;
  private double systemBefore;

  void begin() {
    processes = 0;
    threads = 0;
    blocked = 0;
    residentPages = 0;
    openFiles = 0;
    mostFiles = 0;
    filesKnown = false;
    user = 0;
    system = 0;
  }

  /// Of all processes, the one nearest to its limit is shown: the sum would hide it.
  void files(double open, double most) {
    if (!filesKnown || open / most > openFiles / mostFiles) {
      openFiles = open;
      mostFiles = most;
      filesKnown = true;
    }
  }

  /// A child's time moves to its parent when it ends, so that the sum stays. It goes back when a
  /// new main process takes over: then it is what that one has used.
  void end() {
    userSeconds += Math.max(0, user - userBefore);
    systemSeconds += Math.max(0, system - systemBefore);
    userBefore = user;
    systemBefore = system;
  }

  /// The main process is another one: its time counts from zero.
  void restarted() {
    userBefore = 0;
    systemBefore = 0;
  }
}
