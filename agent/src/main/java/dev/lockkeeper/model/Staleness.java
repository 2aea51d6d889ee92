package dev.lockkeeper.model;

/// The mark that ends a series at once, as in Prometheus: a NaN of its own, which arithmetic does
/// not make (`value.StaleNaN` in github.com/prometheus/prometheus/model/value).
public final class Staleness {
  private static final long BITS = 0x7ff0000000000002L;

  /// Compare with [#isMarker], never with `==`.
  public static final double MARKER = Double.longBitsToDouble(BITS);

  private Staleness() {}

  public static boolean isMarker(double value) {
    return Double.doubleToRawLongBits(value) == BITS;
  }
}
