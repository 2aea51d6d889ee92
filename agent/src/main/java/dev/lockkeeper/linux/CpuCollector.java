package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;

/// The `cpuN` lines of `/proc/stat` (proc(5)), and how often processors were throttled by heat.
final class CpuCollector implements Collector {
  /// The kernel shows time in USER_HZ to programs, which is 100 on every platform of ours.
  private static final double TICKS_PER_SECOND = 100;

  /// The kernel's idle time may go back by a little; more means that the processor was offline.
  private static final double IDLE_BACK_MEANS_RESET = 3;

  private static final int IDLE = 3;
  private static final String[] MODES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
  };
  private static final String[] GUEST_MODES = {"user", "nice"};
  private static final int FIELDS = MODES.length + GUEST_MODES.length;

  /// One processor: its series, and the highest values so far.
  private static final class Processor {
    final SeriesId[] series = new SeriesId[FIELDS];
    final double[] seconds = new double[FIELDS];

    Processor(String name) {
      String number = name.substring("cpu".length());
      for (int i = 0; i < MODES.length; i++) {
        series[i] = SeriesId.of("node_cpu_seconds_total", "cpu", number, "mode", MODES[i]);
      }
      for (int i = 0; i < GUEST_MODES.length; i++) {
        series[MODES.length + i] =
            SeriesId.of("node_cpu_guest_seconds_total", "cpu", number, "mode", GUEST_MODES[i]);
      }
    }
  }

  private final ProcFile file;
  private final CpuThrottle throttle;
  private final WordMap<Processor> processors = new WordMap<>(Processor::new);
  private final double[] read = new double[FIELDS];

  CpuCollector(Roots roots) {
    file = new ProcFile(roots.proc("stat"));
    throttle = new CpuThrottle(roots.sys("devices/system/cpu"));
  }

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        MetricFamily.counter(
            "node_cpu_seconds_total", "Seconds the CPUs spent in each mode.", "cpu", "mode"),
        MetricFamily.counter(
            "node_cpu_guest_seconds_total",
            "Seconds the CPUs spent in guests (VMs) for each mode.",
            "cpu",
            "mode"),
        CpuThrottle.CORE,
        CpuThrottle.PACKAGE);
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    parse(FileCollector.read(file), sink);
    throttle.collect(now, sink);
  }

  void parse(Text text, SampleSink sink) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word() || !text.wordStartsWith("cpu")) {
        continue;
      }
      if (text.wordIs("cpu")) {
        continue;
      }
      Processor processor = processors.of(text);
      for (int i = 0; i < FIELDS; i++) {
        // Old kernels know fewer modes: what they do not have stays 0.
        read[i] = text.word() ? text.wordNumber(mode(i)) / TICKS_PER_SECOND : 0;
      }
      update(processor);
      for (int i = 0; i < FIELDS; i++) {
        sink.sample(processor.series[i], processor.seconds[i]);
      }
    }
  }

  /// The kernel lets idle and iowait go back at times; a counter must not.
  private void update(Processor processor) {
    boolean reset = processor.seconds[IDLE] - read[IDLE] >= IDLE_BACK_MEANS_RESET;
    for (int i = 0; i < FIELDS; i++) {
      processor.seconds[i] = reset ? read[i] : Math.max(processor.seconds[i], read[i]);
    }
  }

  private static String mode(int field) {
    return field < MODES.length ? MODES[field] : "guest " + GUEST_MODES[field - MODES.length];
  }
}
