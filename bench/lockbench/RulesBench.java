package lockbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/// What does a rule cost, each second, for us and for Prometheus? The same rules over the same
/// 1,000 series, in one run.
final class RulesBench {
  private static final int AIM_RULES = 10_000;
  private static final double AIM_THRESHOLD_MICROS = 0.5;
  private static final double AIM_MIX_MICROS = 5;

  /// as bin/lockkeeper starts the agent; the heap is larger where rules are many
  private static final List<String> JAVA =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=24m",
          "-Xss512k",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData");

  private record Options(List<Integer> sizes, int seconds, boolean own, boolean prometheus) {}

  /// @param cpuNanos of the evaluating thread, per rule and evaluation; the median second
  /// @param worstNanos the same in the worst second
  /// @param allocated bytes per tick
  /// @param heapPerRule bytes
  private record Own(
      long cpuNanos, long worstNanos, long allocated, long heapPerRule, long resident) {}

  /// @param cpuNanos of the process beyond what it takes without rules, per rule and evaluation
  /// @param wallNanos that an evaluation took, by its own account
  /// @param share of the evaluations that were due it did
  private record Theirs(long cpuNanos, long wallNanos, long share, long resident) {}

  private record Row(RuleMix mix, int rules, Own own, Theirs theirs) {}

  private final Options options;
  private final Path folder = Files.createTempDirectory("lockbench-");
  private final Deque<Runnable> undo = new ConcurrentLinkedDeque<>();

  private RulesBench(Options options) throws IOException {
    this.options = options;
    undo.push(this::delete);
    Runtime.getRuntime().addShutdownHook(new Thread(this::undoAll, Program.UNDO));
  }

  public static void main(String[] args) {
    try {
      boolean good = new RulesBench(options(args)).run();
      System.out.flush();
      System.exit(good ? 0 : 1);
    } catch (Exception e) {
      Program.tell(e);
    }
    System.exit(2);
  }

  private static Options options(String[] args) {
    var sizes = List.of(100, 1_000, 10_000);
    int seconds = 45;
    boolean own = true;
    boolean prometheus = true;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--sizes" ->
            sizes = Arrays.stream(args[++i].split(",")).map(Integer::valueOf).toList();
        case "--seconds" -> seconds = Integer.parseInt(args[++i]);
        case "--own-only" -> prometheus = false;
        case "--prometheus-only" -> own = false;
        default ->
            throw new Program.Trouble(
                "bench/rules [--sizes 100,1000,10000] [--seconds N] [--own-only |"
                    + " --prometheus-only]      N of each kind and size (45)");
      }
    }
    if (prometheus && Program.find("prometheus").isEmpty()) {
      System.out.println(
          "prometheus is missing, so not compared with: apt-get install prometheus\n");
      prometheus = false;
    }
    return new Options(sizes, seconds, own, prometheus);
  }

  private boolean run() throws Exception {
    System.out.printf(
        "%d series, %d s each: %d s of processor-bound work at most%n",
        Fleet.series().size(),
        options.seconds(),
        options.seconds() * (options.sizes().size() * RuleMix.values().length * 2 + 1));
    double idle = options.prometheus() ? idleCpuPerSecond() : 0;
    var rows = new ArrayList<Row>();
    for (var mix : RuleMix.values()) {
      for (int rules : options.sizes()) {
        Path place = folder.resolve(mix.name() + rules);
        mix.write(rules, place.resolve("rules"));
        var own = options.own() ? own(place) : null;
        var theirs = options.prometheus() ? theirs(place, rules, idle) : null;
        rows.add(new Row(mix, rules, own, theirs));
        System.out.println("  " + mix.words + ", " + rules + " rules: done");
      }
    }
    return report(rows);
  }

  private Own own(Path place) throws IOException, InterruptedException {
    Files.writeString(place.resolve("config.yml"), "rules: [ rules/*.yml ]\n");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA);
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(System.getProperty("lockbench.own"));
    command.add("lockrules.OwnRules");
    command.add(place.resolve("config.yml").toString());
    command.add(Integer.toString(options.seconds()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    undo.push(() -> Program.end(process));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes()).strip();
    if (process.waitFor() != 0) {
      throw new Program.Trouble("our side ended: " + said);
    }
    var figures = Arrays.stream(said.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Own(figures[0], figures[1], figures[2], figures[3], figures[4]);
  }

  /// What scraping and storing alone take, as a share of a core.
  private double idleCpuPerSecond() throws IOException {
    Path place = Files.createDirectories(folder.resolve("idle"));
    Files.createDirectories(place.resolve("rules"));
    var reading = measure(place).reading();
    return reading.cpuNanos() / (double) window().toNanos();
  }

  private Theirs theirs(Path place, int rules, double idle) throws IOException {
    var measured = measure(place);
    var reading = measured.reading();
    long evaluations = Math.max(1, reading.evaluations());
    long cpu = reading.cpuNanos() - Math.round(idle * window().toNanos());
    return new Theirs(
        Math.max(0, cpu / evaluations),
        reading.evaluationNanos() / evaluations,
        Math.round(100.0 * reading.evaluations() / (rules * window().toSeconds())),
        measured.resident());
  }

  private record Measured(Prometheus.Reading reading, long resident) {}

  /// Its last third, when windows are as full as they get in this time.
  private Measured measure(Path place) throws IOException {
    try (var exporter = new Exporter();
        var prometheus = new Prometheus(place, exporter.port())) {
      undo.push(prometheus::close);
      prometheus.awaitReady();
      Program.pause(Duration.ofSeconds(options.seconds()).minus(window()));
      var before = prometheus.read();
      Program.pause(window());
      return new Measured(prometheus.read().minus(before), prometheus.residentBytes());
    }
  }

  private Duration window() {
    return Duration.ofSeconds(Math.max(3, options.seconds() / 3));
  }

  private boolean report(List<Row> rows) {
    System.out.printf(
        "%n%-12s %7s | %9s %9s %11s %9s %8s | %9s %9s %6s %8s%n",
        "rules",
        "number",
        "own µs",
        "worst",
        "bytes/tick",
        "B/rule",
        "RSS",
        "prom. µs",
        "wall µs",
        "done",
        "RSS");
    boolean good = true;
    for (var row : rows) {
      System.out.printf("%-12s %7d | ", row.mix().words, row.rules());
      var own = row.own();
      System.out.print(
          own == null
              ? String.format("%50s | ", "-")
              : String.format(
                  "%9.3f %9.3f %11d %9d %5d MB | ",
                  own.cpuNanos() / 1e3,
                  own.worstNanos() / 1e3,
                  own.allocated(),
                  Math.max(0, own.heapPerRule()),
                  own.resident() >> 20));
      var theirs = row.theirs();
      System.out.println(
          theirs == null
              ? "-"
              : String.format(
                  "%9.1f %9.1f %5d%% %5d MB",
                  theirs.cpuNanos() / 1e3,
                  theirs.wallNanos() / 1e3,
                  theirs.share(),
                  theirs.resident() >> 20));
      if (own != null && row.rules() == AIM_RULES) {
        double aim = row.mix() == RuleMix.MIX ? AIM_MIX_MICROS : AIM_THRESHOLD_MICROS;
        boolean reached = own.cpuNanos() <= aim * 1e3;
        System.out.printf(
            "%21s   aim: at most %.1f µs: %s%n", "", aim, reached ? "reached" : "MISSED");
        good &= reached;
      }
    }
    return grows(rows) ? false : good;
  }

  /// Less than one byte a rule is no growth.
  private static boolean grows(List<Row> rows) {
    boolean grows = false;
    for (var mix : RuleMix.values()) {
      var own = rows.stream().filter(row -> row.mix() == mix && row.own() != null).toList();
      if (own.size() > 1) {
        var few = own.stream().min(Comparator.comparingInt(Row::rules)).orElseThrow();
        var many = own.stream().max(Comparator.comparingInt(Row::rules)).orElseThrow();
        long more = many.own().allocated() - few.own().allocated();
        boolean growing = more >= many.rules() - few.rules();
        System.out.printf(
            "%s: a tick of %d rules allocates %d bytes more than one of %d: %s%n",
            mix.words, many.rules(), more, few.rules(), growing ? "it GROWS" : "it does not grow");
        grows |= growing;
      }
    }
    return grows;
  }

  private void undoAll() {
    Program.undoFromHere();
    for (Runnable action = undo.poll(); action != null; action = undo.poll()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        System.err.println("undoing: " + e);
      }
    }
  }

  private void delete() {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Could not remove " + folder + ": " + e.getMessage());
    }
  }
}
