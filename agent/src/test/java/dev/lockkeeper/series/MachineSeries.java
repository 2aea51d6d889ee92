package dev.lockkeeper.series;

import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.Random;

/// Series as a web server's machine yields them, in about the same proportions: of those that the
/// agent collects on an idle machine a quarter changes within 15 seconds, here a third. Most of
/// these are whole numbers or decimals.
public final class MachineSeries {
  private final SeriesId[] ids;
  private final double[] state;
  private final Random random;

  public MachineSeries(int series, long seed) {
    random = new Random(seed);
    ids = new SeriesId[series];
    state = new double[series];
    for (int i = 0; i < series; i++) {
      ids[i] =
          SeriesId.of(
              "machine_" + kind(i).name().toLowerCase(java.util.Locale.ROOT) + "_total",
              "i",
              "" + i);
      state[i] = random.nextInt(1_000_000) * (kind(i) == Kind.MEMORY_BYTES ? 4096.0 : 1);
    }
  }

  public enum Kind {
    CONSTANT,
    EVENTS,
    CPU_SECONDS,
    STALL_SECONDS,
    MEMORY_BYTES,
    CONNECTIONS,
    DURATION_SECONDS,
    RATIO
  }

  public static Kind kind(int index) {
    int percent = index % 100;
    return percent < 66
        ? Kind.CONSTANT
        : percent < 78
            ? Kind.EVENTS
            : percent < 85
                ? Kind.CPU_SECONDS
                : percent < 87
                    ? Kind.STALL_SECONDS
                    : percent < 94
                        ? Kind.MEMORY_BYTES
                        : percent < 96
                            ? Kind.CONNECTIONS
                            : percent < 99 ? Kind.DURATION_SECONDS : Kind.RATIO;
  }

  public SeriesId id(int index) {
    return ids[index];
  }

  public int size() {
    return ids.length;
  }

  /// One second more.
  public void sample(SampleSink sink) {
    for (int i = 0; i < ids.length; i++) {
      sink.sample(ids[i], next(i));
    }
  }

  private double next(int i) {
    return switch (kind(i)) {
      case CONSTANT -> state[i];
      case EVENTS -> state[i] += random.nextInt(1 + i * 7 % 3000);
      case CPU_SECONDS -> (state[i] += random.nextInt(100)) / 100;
      case STALL_SECONDS ->
          (state[i] += random.nextInt(4) == 0 ? random.nextInt(20_000) : 0) / 1_000_000;
      case MEMORY_BYTES ->
          state[i] =
              Math.max(0, state[i] + (random.nextInt(3) == 0 ? 0 : random.nextInt(-40, 41)) * 4096);
      case CONNECTIONS -> state[i] = Math.max(0, state[i] % 500 + random.nextInt(-3, 4));
      case DURATION_SECONDS -> (100_000 + random.nextInt(900_000)) / 1e9;
      case RATIO -> random.nextInt(1, 1000) / (double) random.nextInt(1000, 2000);
    };
  }
}
