package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.Arrays;
import java.util.Comparator;

/// The buckets of one classic histogram at one moment (promql/quantile.go in Prometheus, and
/// `histogram_quantile` in its docs). It is filled anew for each moment.
final class ClassicHistogram {
  /// Differences of neighbours below this share of their sum come from arithmetic.
  private static final double TINY = 1e-12;

  private static final Comparator<Bucket> BY_BOUND = (a, b) -> Double.compare(a.bound, b.bound);

  /// its labels without `le`
  final SeriesId id;

  /// the evaluation that filled it last
  long round;

  private Bucket[] buckets = {new Bucket(), new Bucket(), new Bucket(), new Bucket()};
  private int size;
  private boolean sorted;

  ClassicHistogram(SeriesId id) {
    this.id = id;
  }

  void begin(long round) {
    this.round = round;
    size = 0;
    sorted = false;
  }

  void add(double bound, double count) {
    if (size == buckets.length) {
      buckets = Arrays.copyOf(buckets, size * 2);
      for (int i = size; i < buckets.length; i++) {
        buckets[i] = new Bucket();
      }
    }
    buckets[size].bound = bound;
    buckets[size++].count = count;
  }

  /// The value below which a share of the observations lies; linear within a bucket.
  ///
  /// @param q 0 to 1; what is outside gives an infinity, as does NaN NaN
  /// @param fix what had to be done to the counts
  double quantile(double q, HistogramFix fix) {
    fix.reset();
    if (Double.isNaN(q) || q < 0 || q > 1) {
      return Double.isNaN(q)
          ? Double.NaN
          : q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    sort();
    if (buckets[size - 1].bound != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    raise(fix);
    double observations = buckets[size - 1].count;
    if (size < 2 || observations == 0) {
      return Double.NaN;
    }
    double rank = q * observations;
    int at = firstWithAtLeast(rank);
    if (at == size - 1) {
      return buckets[size - 2].bound;
    }
    double end = buckets[at].bound;
    if (at == 0) {
      // What lies in the lowest bucket lies above zero, unless that bucket ends below.
      return end <= 0 ? end : end * (rank / buckets[0].count);
    }
    double start = buckets[at - 1].bound;
    double below = buckets[at - 1].count;
    return start + (end - start) * ((rank - below) / (buckets[at].count - below));
  }

  /// The first bucket with so many observations; the last one where none of the others has.
  private int firstWithAtLeast(double rank) {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (buckets[middle].count >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The share of the observations between two values; linear within a bucket.
  double fraction(double lower, double upper) {
    sort();
    if (buckets[size - 1].bound != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    double all = buckets[size - 1].count;
    if (all == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    return lower >= upper ? 0 : (rank(upper, all) - rank(lower, all)) / all;
  }

  /// How many observations lie below a value.
  private double rank(double value, double all) {
    double below = 0;
    double start = buckets[0].bound <= 0 ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < size; i++) {
      double end = buckets[i].bound;
      double count = buckets[i].count;
      if (start >= value) {
        return Math.min(below, all);
      }
      if (end > value) {
        // Nothing can be said within a bucket without a beginning: all of it lies below.
        double rank =
            start == Double.NEGATIVE_INFINITY
                ? count
                : below + (count - below) * (value - start) / (end - start);
        return Math.min(rank, all);
      }
      below = count;
      start = end;
    }
    return all;
  }

  /// By bound; buckets whose bounds are the same number, written differently, are one.
  private void sort() {
    if (sorted) {
      return;
    }
    sorted = true;
    Arrays.sort(buckets, 0, size, BY_BOUND);
    int last = 0;
    for (int i = 1; i < size; i++) {
      if (buckets[i].bound == buckets[last].bound) {
        buckets[last].count += buckets[i].count;
      } else {
        last++;
        buckets[last].bound = buckets[i].bound;
        buckets[last].count = buckets[i].count;
      }
    }
    size = last + 1;
  }

  /// Counts must not fall: one that does is raised to its predecessor's.
  private void raise(HistogramFix fix) {
    double before = buckets[0].count;
    for (int i = 1; i < size; i++) {
      double count = buckets[i].count;
      if (count == before) {
        continue;
      }
      if (nearly(before, count)) {
        buckets[i].count = before;
      } else if (count < before) {
        buckets[i].count = before;
        fix.raised(buckets[i].bound, before - count);
      } else {
        before = count;
      }
    }
  }

  /// As Prometheus' `almost.Equal` has it.
  private static boolean nearly(double a, double b) {
    if (Double.isNaN(a) && Double.isNaN(b)) {
      return true;
    }
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < TINY * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TINY;
  }

  /// How many observations were at most so large.
  private static final class Bucket {
    private double bound;
    private double count;
  }
}
