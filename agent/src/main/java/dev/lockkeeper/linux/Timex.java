package dev.lockkeeper.linux;

import java.io.IOException;

/// Asks the kernel about the discipline of its clock; a port, so that tests can answer.
interface Timex {
  /// adjtimex(2) with nothing to change. Quantities as the kernel has them; see [TimexCollector]
  /// for their units.
  ///
  /// @param state what the call returned, such as `TIME_ERROR` (5): nobody keeps the clock
  /// @param offset to the reference clock, in nanoseconds where `status` holds `STA_NANO`, else in
  ///   microseconds
  /// @param frequency scaled parts per million: 2^16 is 1 ppm
  /// @param maxError microseconds
  /// @param estimatedError microseconds
  /// @param status bits `STA_…` of linux/timex.h
  /// @param timeConstant of the phase-locked loop
  /// @param tick microseconds between clock ticks
  /// @param ppsFrequency scaled parts per million
  /// @param ppsJitter nanoseconds or microseconds, as `offset`
  /// @param ppsShift the interval's duration as a power of two, in seconds
  /// @param ppsStability scaled parts per million
  /// @param tai offset of atomic time in seconds
  record Discipline(
      int state,
      long offset,
      long frequency,
      long maxError,
      long estimatedError,
      int status,
      long timeConstant,
      long tick,
      long ppsFrequency,
      long ppsJitter,
      int ppsShift,
      long ppsStability,
      long jitterExceeded,
      long calibrations,
      long calibrationErrors,
      long stabilityExceeded,
      int tai) {}

  Discipline ask() throws IOException;
}
