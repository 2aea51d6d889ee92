package dev.lockkeeper.config;

import dev.lockkeeper.fuzz.FuzzSeries;
import dev.lockkeeper.fuzz.Inflated;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.rule.Recorder;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.rule.check.KnownMetrics;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/// Any text is a rule file, or one with problems that lie within it; rules that load can be
/// evaluated, their templates expanded.
public final class RuleFilesFuzz {
  private static final SeriesView SERIES = FuzzSeries.some();
  private static final Rules.Settings SETTINGS =
      new Rules.Settings(
          Duration.ofSeconds(1),
          Duration.ofMinutes(15),
          Labels.NONE,
          "",
          KnownMetrics.UNCHECKED,
          // as in the agent
          (int) Math.min(10_000, Runtime.getRuntime().maxMemory() / (24 * 1024)));

  private RuleFilesFuzz() {}

  /// Jazzer's entry point.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = Inflated.text(input);
    var files = new TreeMap<String, String>();
    files.put("fuzzed.yml", text);
    var parsed = RuleFiles.parse(files);
    // as YAML counts them
    long lines =
        text.codePoints().filter(c -> "\n\r\u0085\u2028\u2029".indexOf(c) >= 0).count() + 1;
    for (var problem : parsed.problems()) {
      if (problem.line() > lines) {
        throw new AssertionError("lies outside the file: " + problem);
      }
    }
    var rules = Rules.compile(parsed.groups(), SETTINGS).rules();
    if (rules != null) {
      for (long second = 600; second < 603; second++) {
        var now = new Moment(second * 1000, second * 1_000_000_000L);
        rules.evaluate(SERIES, List.of(), now, Recorder.NONE);
      }
    }
  }
}
