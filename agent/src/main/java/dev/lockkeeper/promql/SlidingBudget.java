package dev.lockkeeper.promql;

/// How many windows may slide at once: each keeps about a kilobyte. The others are read anew each
/// time, which costs time instead.
final class SlidingBudget {
  /// 8 MB of them
  static final int MOST = 8_192;

  private int left;

  SlidingBudget(int most) {
    left = most;
  }

  boolean isLeft() {
    return left > 0;
  }

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
