package dev.lockkeeper.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;

/// adjtimex(2) with `modes` 0, which only reads and needs no capability; `struct timex` as laid out
/// on 64-bit Linux (include/uapi/linux/timex.h). It never waits.
final class NativeTimex implements Timex {
  private static final int BYTES = 256;
  private static final int OFFSET = 8;
  private static final int FREQUENCY = 16;
  private static final int MAX_ERROR = 24;
  private static final int ESTIMATED_ERROR = 32;
  private static final int STATUS = 40;
  private static final int TIME_CONSTANT = 48;
  private static final int TICK = 88;
  private static final int PPS_FREQUENCY = 96;
  private static final int PPS_JITTER = 104;
  private static final int PPS_SHIFT = 112;
  private static final int PPS_STABILITY = 120;
  private static final int JITTER_EXCEEDED = 128;
  private static final int CALIBRATIONS = 136;
  private static final int CALIBRATION_ERRORS = 144;
  private static final int STABILITY_EXCEEDED = 152;
  private static final int TAI = 160;

  @Override
  public Discipline ask() throws IOException {
    try (var memory = new Memory(BYTES)) {
      memory.clear();
      return read(LibC.adjtimex(memory), memory);
    } catch (LastErrorException failed) {
      throw new IOException("adjtimex: " + failed.getMessage(), failed);
    }
  }

  private static Discipline read(int state, Memory memory) {
    return new Discipline(
        state,
        memory.getLong(OFFSET),
        memory.getLong(FREQUENCY),
        memory.getLong(MAX_ERROR),
        memory.getLong(ESTIMATED_ERROR),
        memory.getInt(STATUS),
        memory.getLong(TIME_CONSTANT),
        memory.getLong(TICK),
        memory.getLong(PPS_FREQUENCY),
        memory.getLong(PPS_JITTER),
        memory.getInt(PPS_SHIFT),
        memory.getLong(PPS_STABILITY),
        memory.getLong(JITTER_EXCEEDED),
        memory.getLong(CALIBRATIONS),
        memory.getLong(CALIBRATION_ERRORS),
        memory.getLong(STABILITY_EXCEEDED),
        memory.getInt(TAI));
  }
}
