package dev.lockkeeper.series;

import java.util.Arrays;

/// Series that one collector yields have their samples at the same times: their full chunks then
/// share one array of times. For the writing thread.
final class SharedTimes {
  /// collectors with intervals of their own are few
  private final char[][] recent = new char[8][0];

  private int next;

  /// An array with the same times, this one or one that was seen before.
  char[] share(char[] offsets) {
    for (char[] known : recent) {
      if (Arrays.equals(known, offsets)) {
        return known;
      }
    }
    recent[next] = offsets;
    next = (next + 1) % recent.length;
    return offsets;
  }
}
