package dev.lockkeeper.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The end of one probe: everything it does shares one timeout.
record Deadline(long nanos, LongSupplier nanoTime) {

  static Deadline after(Duration timeout, LongSupplier nanoTime) {
    return new Deadline(nanoTime.getAsLong() + timeout.toNanos(), nanoTime);
  }

  /// What is left, in milliseconds, at least 1: sockets take 0 for ever.
  ///
  /// @throws SocketTimeoutException when nothing is left
  int millisLeft() throws SocketTimeoutException {
    long left = nanos - nanoTime.getAsLong();
    if (left <= 0) {
      throw new SocketTimeoutException("the probe's time is over");
    }
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000));
  }
}
