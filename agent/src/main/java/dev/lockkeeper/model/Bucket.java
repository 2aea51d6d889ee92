package dev.lockkeeper.model;

/// Consecutive samples of one series, summed up: what the store keeps of them once it has let go of
/// each by itself. Its owner fills it and uses it again.
///
/// Exact are the number of samples, the first and the last of them with their times, the least and
/// the largest value, the sum (compensated, so to the last digit or nearly), and how much a counter
/// grew from the first to the last. Everything in between is lost.
public final class Bucket {
  private long firstTime;
  private long lastTime;
  private int count;
  private double first;
  private double last;
  private double min;
  private double max;
  private double sum;
  private double compensation;
  private double lost;

  public boolean isEmpty() {
    return count == 0;
  }

  public void clear() {
    count = 0;
  }

  /// Takes one more sample.
  ///
  /// @param epochMillis later than the sample before
  public void add(long epochMillis, double value) {
    if (count == 0) {
      set(epochMillis, epochMillis, 1, value, value, value, value, value, 0);
      return;
    }
    lost += value < last ? last : 0;
    plus(value);
    extremes(value, value);
    lastTime = epochMillis;
    last = value;
    count++;
  }

  /// Takes the samples of a later bucket.
  public void add(Bucket later) {
    if (later.count == 0) {
      return;
    }
    if (count == 0) {
      set(later);
      return;
    }
    lost += (later.first < last ? last : 0) + later.lost;
    plus(later.sum());
    extremes(later.min, later.max);
    lastTime = later.lastTime;
    last = later.last;
    count += later.count;
  }

  /// Becomes what another one is.
  public void set(Bucket other) {
    set(
        other.firstTime,
        other.lastTime,
        other.count,
        other.first,
        other.last,
        other.min,
        other.max,
        other.sum,
        other.lost);
    compensation = other.compensation;
  }

  /// Becomes one that was kept somewhere.
  ///
  /// @param firstTime the first sample's time, milliseconds since the Unix epoch
  /// @param lastTime the last sample's; the same where `count` is 1
  /// @param lost what a counter lost by starting anew: the values before each fall, added up
  public void set(
      long firstTime,
      long lastTime,
      int count,
      double first,
      double last,
      double min,
      double max,
      double sum,
      double lost) {
    this.firstTime = firstTime;
    this.lastTime = lastTime;
    this.count = count;
    this.first = first;
    this.last = last;
    this.min = min;
    this.max = max;
    this.sum = sum;
    this.compensation = 0;
    this.lost = lost;
  }

  /// As Prometheus adds (`kahanSumInc`): small terms are not lost among large ones.
  private void plus(double term) {
    double total = sum + term;
    if (Double.isInfinite(total)) {
      compensation = 0;
    } else if (Math.abs(sum) >= Math.abs(term)) {
      compensation += (sum - total) + term;
    } else {
      compensation += (term - total) + sum;
    }
    sum = total;
  }

  /// As `min_over_time` and `max_over_time` have it: NaN only where all are.
  private void extremes(double least, double most) {
    if (least < min || Double.isNaN(min)) {
      min = least;
    }
    if (most > max || Double.isNaN(max)) {
      max = most;
    }
  }

  public long firstTime() {
    return firstTime;
  }

  public long lastTime() {
    return lastTime;
  }

  /// How many samples it stands for.
  public int count() {
    return count;
  }

  public double first() {
    return first;
  }

  public double last() {
    return last;
  }

  public double min() {
    return min;
  }

  public double max() {
    return max;
  }

  public double sum() {
    return Double.isInfinite(sum) ? sum : sum + compensation;
  }

  /// What a counter lost by starting anew: the values before each fall, added up.
  public double lost() {
    return lost;
  }

  /// How much a counter grew from the first sample to the last: falls are resets.
  public double increase() {
    return last - first + lost;
  }

  @Override
  public String toString() {
    return count + " samples in (" + firstTime + ".." + lastTime + ")";
  }
}
