package lockrules;

import com.sun.management.ThreadMXBean;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.rule.Recorder;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lockbench.Fleet;

/// Our side of bench/rules, in a Java of its own with the agent's options: the agent's loader,
/// rules and store, fed with the fleet's series.
///
/// Prints one line: processor nanoseconds per rule and evaluation, of the median and of the worst
/// second, bytes allocated per tick, bytes of heap per rule, bytes of resident memory.
final class OwnRules {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration STALE = Duration.ofSeconds(3);

  /// longer than the longest window
  private static final int FILL_SECONDS = 420;

  private record Fed(SeriesId id, Fleet.Series series) {}

  private final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private final List<Fed> fed = new ArrayList<>();
  private final Rules rules;
  private final long heapBytes;
  private Moment now = new Moment(1_700_000_000_000L, 0);
  private long second;

  public static void main(String[] args) throws InterruptedException, IOException {
    new OwnRules(Path.of(args[0])).run(Integer.parseInt(args[1]));
  }

  private OwnRules(Path config) {
    for (var series : Fleet.series()) {
      fed.add(new Fed(new SeriesId(series.metric(), Labels.of(series.labels())), series));
    }
    // with one load before, so that no class is counted as a rule's
    load(config);
    long before = heap();
    rules = load(config);
    for (int i = 0; i < FILL_SECONDS; i++) {
      tick();
    }
    long samples = store.bytes();
    heapBytes = heap() - before - samples;
  }

  private static Rules load(Path config) {
    var loaded = ConfigFile.load(config, Surroundings.ofThisProcess());
    var compilation =
        Rules.compile(
            loaded.rules().groups(),
            new Rules.Settings(Duration.ofSeconds(1), Duration.ofMinutes(15), Labels.NONE));
    if (compilation.rules() == null || !loaded.rules().good() || !loaded.problems().isEmpty()) {
      throw new IllegalStateException(
          loaded.problems() + " " + loaded.rules().problems() + " " + compilation.problems());
    }
    return compilation.rules();
  }

  private void run(int seconds) throws InterruptedException, IOException {
    long thread = Thread.currentThread().threadId();
    var nanos = new long[seconds];
    var bytes = new long[seconds];
    for (int i = 0; i < seconds; i++) {
      Thread.sleep(1_000);
      feed();
      long allocated = THREAD.getThreadAllocatedBytes(thread);
      long cpu = THREAD.getCurrentThreadCpuTime();
      evaluate();
      nanos[i] = THREAD.getCurrentThreadCpuTime() - cpu;
      bytes[i] = THREAD.getThreadAllocatedBytes(thread) - allocated;
    }
    Arrays.sort(nanos);
    Arrays.sort(bytes);
    System.out.printf(
        "%d %d %d %d %d%n",
        nanos[seconds / 2] / rules.size(),
        nanos[seconds - 1] / rules.size(),
        bytes[seconds / 2],
        heapBytes / rules.size(),
        resident());
  }

  private void tick() {
    feed();
    evaluate();
  }

  private void feed() {
    now = now.plus(Duration.ofSeconds(1));
    second++;
    SampleSink sink = store.appender(now.epochMillis(), STALE);
    for (var one : fed) {
      sink.sample(one.id(), one.series().value(second));
    }
  }

  private void evaluate() {
    var report = rules.evaluate(store, List.of(), now, Recorder.NONE);
    if (!report.unknown().isEmpty() || !report.alerts().isEmpty()) {
      throw new IllegalStateException(report.toString());
    }
  }

  private static long resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(0);
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
