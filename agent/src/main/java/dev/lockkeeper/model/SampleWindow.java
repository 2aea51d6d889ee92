package dev.lockkeeper.model;

import java.util.Arrays;

/// A buffer for one series' samples of a stretch of time, oldest first; its owner uses it again and
/// again.
public final class SampleWindow {
  private long[] times = new long[64];
  private double[] values = new double[64];
  private int size;

  public int size() {
    return size;
  }

  /// Milliseconds since the Unix epoch.
  public long time(int index) {
    return times[index];
  }

  public double value(int index) {
    return values[index];
  }

  public void clear() {
    size = 0;
  }

  /// @param epochMillis later than the sample before
  public void add(long epochMillis, double value) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    times[size] = epochMillis;
    values[size++] = value;
  }
}
