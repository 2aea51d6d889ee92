package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesView.Series;

/// One series' samples of `(from, to]`, while both edges move on: what came in is added, what fell
/// out is taken away, and the rest is not read again.
///
/// The samples are summed up in [Blocks]. Of the oldest block, which the left edge eats up, the
/// samples themselves are here, as the tail; once it is gone, the next one's are read from the
/// series. Nothing is ever subtracted from a sum, so no error adds up: all results are those of
/// reading the window again, to the last bit, but that a sum of broken numbers may differ in its
/// last digit, since it adds the same in another grouping.
///
/// A step costs what is new and, once in 32 samples, reading a block; a result costs at most n / 32
/// + 32 additions for n samples. Memory: about 800 bytes, and 8 to 40 for each 32 samples.
final class SlidingWindow {
  /// What functions may want beside the number of samples, the first and the last.
  static final int SUMS = 1;

  static final int EXTREMES = 2;
  static final int CHANGES = 4;
  static final int RESETS = 8;

  /// the evaluation for which it was moved last
  long round;

  private final int wanted;
  private long from;
  private int size;

  /// the oldest samples; those before `tailStart` have left
  private final long[] tailTimes = new long[Blocks.SIZE];

  private final double[] tailValues = new double[Blocks.SIZE];
  private int tailStart;
  private int tailEnd;

  private final Blocks blocks;
  private final Resets resets = new Resets();

  private int changes;
  private int notSummable;
  private long timeBeforeLast;
  private double valueBeforeLast;
  private long lastTime;
  private double last;

  /// @param samples all that are in the window now, at least two
  SlidingWindow(int wanted, long from, SampleWindow samples) {
    this.wanted = wanted;
    this.from = from;
    this.blocks = new Blocks((wanted & SUMS) != 0, (wanted & EXTREMES) != 0);
    for (int i = 0; i < samples.size(); i++) {
      append(samples.time(i), samples.value(i), i < Blocks.SIZE);
    }
  }

  /// Moves both edges on.
  ///
  /// @param series the same as ever
  /// @param scratch overwritten
  /// @return false when it can't: the window went back or left everything behind, or the series
  ///   does not have all its samples any more. It is worth nothing then.
  boolean moveTo(long newFrom, long newTo, Series series, SampleWindow scratch) {
    if (newFrom < from
        || newFrom >= lastTime
        || newTo < lastTime
        || newFrom < series.wholeSince()) {
      return false;
    }
    series.read(lastTime, newTo, scratch);
    if (scratch.coarse()) {
      return false;
    }
    for (int i = 0; i < scratch.size(); i++) {
      append(scratch.time(i), scratch.value(i), false);
    }
    from = newFrom;
    while (tailTimes[tailStart] <= newFrom) {
      if (!dropFirst(series, scratch)) {
        return false;
      }
    }
    return true;
  }

  private void append(long time, double value, boolean toTail) {
    if (size > 0) {
      if (changed(last, value)) {
        changes++;
      }
      if (value < last && (wanted & RESETS) != 0) {
        resets.add(lastTime, last);
      }
    }
    timeBeforeLast = lastTime;
    valueBeforeLast = last;
    lastTime = time;
    last = value;
    size++;
    if (!Blocks.summable(value)) {
      notSummable++;
    }
    if (toTail) {
      tailTimes[tailEnd] = time;
      tailValues[tailEnd++] = value;
    } else {
      blocks.add(time, value);
    }
  }

  private static boolean changed(double before, double value) {
    return value != before && !(Double.isNaN(value) && Double.isNaN(before));
  }

  /// Takes the first sample out; there is another behind it.
  private boolean dropFirst(Series series, SampleWindow scratch) {
    long time = tailTimes[tailStart];
    double value = tailValues[tailStart];
    tailStart++;
    size--;
    if (!Blocks.summable(value)) {
      notSummable--;
    }
    if (tailStart == tailEnd && !readTail(time, series, scratch)) {
      return false;
    }
    if (changed(value, tailValues[tailStart])) {
      changes--;
    }
    resets.drop(time);
    return true;
  }

  /// The oldest block's samples become the tail.
  private boolean readTail(long after, Series series, SampleWindow scratch) {
    int expected = blocks.oldestSize();
    series.read(after, blocks.oldestEnd(), scratch);
    if (expected == 0 || scratch.size() != expected || scratch.coarse()) {
      return false;
    }
    for (int i = 0; i < expected; i++) {
      tailTimes[i] = scratch.time(i);
      tailValues[i] = scratch.value(i);
    }
    tailStart = 0;
    tailEnd = expected;
    blocks.dropOldest();
    return true;
  }

  /// Whether it knows all that `what` names.
  boolean offers(int what) {
    return (wanted & what) == what;
  }

  /// Whether a value forbids sums in another grouping than one by one: what is no finite number, or
  /// so large that a sum may overflow halfway.
  boolean summable() {
    return notSummable == 0;
  }

  int size() {
    return size;
  }

  long firstTime() {
    return tailTimes[tailStart];
  }

  double first() {
    return tailValues[tailStart];
  }

  long lastTime() {
    return lastTime;
  }

  double last() {
    return last;
  }

  /// Of the last sample but one; only where there are two.
  long timeBeforeLast() {
    return timeBeforeLast;
  }

  double valueBeforeLast() {
    return valueBeforeLast;
  }

  int changes() {
    return changes;
  }

  int resets() {
    return resets.count();
  }

  /// From the first sample to the last, with what resets hid.
  double grown() {
    return resets.added(last - first());
  }

  void sum(KahanSum sum) {
    sum.reset();
    for (int i = tailStart; i < tailEnd; i++) {
      sum.add(tailValues[i]);
    }
    blocks.addTo(sum);
  }

  double min() {
    double min = first();
    for (int i = tailStart + 1; i < tailEnd; i++) {
      min = Blocks.lesser(min, tailValues[i]);
    }
    return blocks.min(min);
  }

  double max() {
    double max = first();
    for (int i = tailStart + 1; i < tailEnd; i++) {
      max = Blocks.greater(max, tailValues[i]);
    }
    return blocks.max(max);
  }
}
