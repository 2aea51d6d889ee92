package dev.lockkeeper.promql;

/// How many windows may slide at once: each keeps about a kilobyte. The others are read anew each
/// time, which costs time instead.
final class SlidingBudget {
  /// 8 MB of them
  private static final int MOST = 8_192;

  private int left = MOST;

  boolean take() {
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  void giveBack() {
    left++;
  }
}
