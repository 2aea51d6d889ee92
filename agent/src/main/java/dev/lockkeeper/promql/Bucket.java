package dev.lockkeeper.promql;

import java.util.Comparator;

/// One bucket of a classic histogram: how many observations were at most so large. Used again and
/// again.
final class Bucket {
  static final Comparator<Bucket> BY_BOUND = (a, b) -> Double.compare(a.bound, b.bound);

  double bound;
  double count;
}
