package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.collect.NoDataException;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;

/// `/proc/pressure/{cpu,io,memory}` (the kernel's PSI documentation): time lost to waiting.
final class PressureCollector implements Collector {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final SeriesId CPU = SeriesId.of("node_pressure_cpu_waiting_seconds_total");
  private static final SeriesId IO_SOME = SeriesId.of("node_pressure_io_waiting_seconds_total");
  private static final SeriesId IO_FULL = SeriesId.of("node_pressure_io_stalled_seconds_total");
  private static final SeriesId MEMORY_SOME =
      SeriesId.of("node_pressure_memory_waiting_seconds_total");
  private static final SeriesId MEMORY_FULL =
      SeriesId.of("node_pressure_memory_stalled_seconds_total");

  private final ProcFile cpu;
  private final ProcFile io;
  private final ProcFile memory;

  PressureCollector(Roots roots) {
    cpu = new ProcFile(roots.proc("pressure/cpu"));
    io = new ProcFile(roots.proc("pressure/io"));
    memory = new ProcFile(roots.proc("pressure/memory"));
  }

  @Override
  public String name() {
    return "pressure";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        MetricFamily.counter(
            CPU.metric(), "Total time in seconds that processes have waited for CPU time"),
        MetricFamily.counter(
            IO_SOME.metric(),
            "Total time in seconds that processes have waited due to IO congestion"),
        MetricFamily.counter(
            IO_FULL.metric(),
            "Total time in seconds no process could make progress due to IO congestion"),
        MetricFamily.counter(
            MEMORY_SOME.metric(), "Total time in seconds that processes have waited for memory"),
        MetricFamily.counter(
            MEMORY_FULL.metric(),
            "Total time in seconds no process could make progress due to memory congestion"));
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    try {
      // The processor's "full" means nothing for a whole machine; older kernels do not have it.
      parse(FileCollector.read(cpu), CPU, null, sink);
      parse(FileCollector.read(io), IO_SOME, IO_FULL, sink);
      parse(FileCollector.read(memory), MEMORY_SOME, MEMORY_FULL, sink);
    } catch (NoDataException absent) {
      throw absent;
    } catch (IOException failed) {
      if (String.valueOf(failed.getMessage()).contains("not supported")) {
        throw new NoDataException("pressure stall information is turned off (boot with psi=1)");
      }
      throw failed;
    }
  }

  static void parse(
      Text text, SeriesId some, @org.jspecify.annotations.Nullable SeriesId full, SampleSink sink)
      throws IOException {
    boolean found = false;
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word()) {
        continue;
      }
      SeriesId series;
      if (text.wordIs("some")) {
        series = some;
        found = true;
      } else if (text.wordIs("full")) {
        series = full;
      } else {
        throw text.malformed("neither some nor full: " + text.wordText());
      }
      double total = total(text);
      if (series != null) {
        sink.sample(series, total / MICROS_PER_SECOND);
      }
    }
    if (!found) {
      throw text.malformed("the line \"some\" is missing");
    }
  }

  /// `avg10=0.00 avg60=0.00 avg300=0.00 total=0`, microseconds.
  private static double total(Text text) throws IOException {
    while (text.word('=')) {
      if (text.wordIs("total")) {
        return text.number("total");
      }
      text.number("an average");
    }
    throw text.malformed("total is missing");
  }
}
