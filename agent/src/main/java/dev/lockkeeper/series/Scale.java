package dev.lockkeeper.series;

/// How numbers become whole ones without losing anything. Most that a machine tells are whole, or
/// have a few decimals: hundredths of a second, microseconds.
enum Scale {
  /// memory as the kernel counts it
  KIBI(1.0 / 1024),
  WHOLE(1),
  TENTHS(1e1),
  HUNDREDTHS(1e2),
  THOUSANDTHS(1e3),
  DECIMALS_4(1e4),
  DECIMALS_5(1e5),
  MILLIONTHS(1e6),
  DECIMALS_7(1e7),
  DECIMALS_8(1e8),
  BILLIONTHS(1e9),
  /// can't be scaled
  NONE(0);

  static final long MOST = 1L << 53;

  /// what stands for a number that is not whole at this scale
  static final long NOT_WHOLE = Long.MIN_VALUE;

  private static final Scale[] ALL = values();

  private final double factor;

  Scale(double factor) {
    this.factor = factor;
  }

  /// A whole number divided by it is the number.
  double factor() {
    return factor;
  }

  /// @param code [#code] of one
  /// @throws IndexOutOfBoundsException where there is none
  static Scale of(int code) {
    return ALL[code];
  }

  /// What stands for it in packed forms, on disk too: from coarse to fine.
  @SuppressWarnings("EnumOrdinal") // a new scale belongs before NONE, with a new version of blocks
  int code() {
    return ordinal();
  }

  /// The next finer one.
  Scale finer() {
    return ALL[code() + 1];
  }

  /// The number in units of this scale; [#NOT_WHOLE] where that would not come back exactly.
  long whole(double value) {
    double scaled = Math.rint(value * factor);
    long whole = (long) scaled;
    // Compared by bits: -0.0 and NaN are not whole.
    return whole < MOST
            && whole > -MOST
            && Double.doubleToRawLongBits(value(whole)) == Double.doubleToRawLongBits(value)
        ? whole
        : NOT_WHOLE;
  }

  double value(long whole) {
    return whole / factor;
  }

  /// A sum of numbers that are whole at this scale: what comes back is the sum that decimals have,
  /// which is at least as good as the one that binary fractions make.
  long wholeSum(double sum) {
    double scaled = Math.rint(sum * factor);
    return Math.abs(scaled) < MOST && Math.abs(scaled / factor - sum) <= 4 * Math.ulp(sum)
        ? (long) scaled
        : NOT_WHOLE;
  }

  /// The coarsest scale, from this one on, at which a number is whole.
  Scale fitting(double value) {
    for (int i = code(); i < NONE.code(); i++) {
      if (ALL[i].whole(value) != NOT_WHOLE) {
        return ALL[i];
      }
    }
    return NONE;
  }
}
