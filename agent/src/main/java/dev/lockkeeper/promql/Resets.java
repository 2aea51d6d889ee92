package dev.lockkeeper.promql;

/// A counter's resets within a window, oldest first: what the counter had reached before each. As a
/// rule there is none, and nothing is kept.
final class Resets {
  private long[] times = new long[0];
  private double[] values = new double[0];
  private int first;
  private int count;

  /// @param time of the sample before the reset
  /// @param value of that sample
  void add(long time, double value) {
    if (count == times.length) {
      grow();
    }
    int place = (first + count) % times.length;
    times[place] = time;
    values[place] = value;
    count++;
  }

  private void grow() {
    var movedTimes = new long[Math.max(4, count * 2)];
    var movedValues = new double[movedTimes.length];
    for (int i = 0; i < count; i++) {
      movedTimes[i] = times[(first + i) % times.length];
      movedValues[i] = values[(first + i) % values.length];
    }
    times = movedTimes;
    values = movedValues;
    first = 0;
  }

  /// Forgets the reset behind a sample that leaves the window, if there was one.
  void drop(long time) {
    if (count > 0 && times[first] == time) {
      first = (first + 1) % times.length;
      count--;
    }
  }

  int count() {
    return count;
  }

  /// A difference with all that the resets hid, added in their order.
  double added(double difference) {
    double sum = difference;
    for (int i = 0; i < count; i++) {
      sum += values[(first + i) % values.length];
    }
    return sum;
  }
}
