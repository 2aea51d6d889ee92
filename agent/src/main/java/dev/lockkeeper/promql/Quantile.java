package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import java.util.Arrays;

/// Quantiles of a set of numbers, interpolated between neighbours, as Prometheus computes them.
final class Quantile {
  private double[] values = new double[64];

  /// Of one window. Where its samples are all there, nothing is allocated.
  double of(double q, SampleWindow window) {
    if (window.coarse()) {
      return weighted(q, window);
    }
    int size = window.size();
    if (size > values.length) {
      values = new double[Math.max(size, values.length * 2)];
    }
    for (int i = 0; i < size; i++) {
      values[i] = window.value(i);
    }
    return of(q, values, size);
  }

  /// @param values reordered
  static double of(double q, double[] values, int count) {
    if (count == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    sort(values, count);
    double rank = q * (count - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return values[lower] * (1 - weight) + values[upper] * weight;
  }

  private record Entry(double value, int count) {}

  /// Each entry's value as often as it stands for samples.
  private static double weighted(double q, SampleWindow window) {
    long samples = window.samples();
    if (samples == 0 || Double.isNaN(q) || q < 0 || q > 1) {
      return of(q, new double[0], (int) Math.min(samples, 1));
    }
    var entries = new Entry[window.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = new Entry(window.value(i), window.count(i));
    }
    Arrays.sort(
        entries,
        (a, b) ->
            Double.isNaN(a.value) || Double.isNaN(b.value)
                ? Boolean.compare(Double.isNaN(b.value), Double.isNaN(a.value))
                : Double.compare(a.value, b.value));
    double rank = q * (samples - 1);
    long lower = (long) Math.max(0, Math.floor(rank));
    double weight = rank - Math.floor(rank);
    return at(entries, lower) * (1 - weight)
        + at(entries, Math.min(samples - 1, lower + 1)) * weight;
  }

  private static double at(Entry[] sorted, long index) {
    long before = 0;
    for (var entry : sorted) {
      before += entry.count;
      if (index < before) {
        return entry.value;
      }
    }
    return Double.NaN;
  }

  /// NaN before all else; Java sorts it behind.
  private static void sort(double[] values, int count) {
    Arrays.sort(values, 0, count);
    int nans = 0;
    while (nans < count && Double.isNaN(values[count - 1 - nans])) {
      nans++;
    }
    if (nans > 0) {
      System.arraycopy(values, 0, values, nans, count - nans);
      Arrays.fill(values, 0, nans, Double.NaN);
    }
  }
}
