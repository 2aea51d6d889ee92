package dev.lockkeeper.run;

import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.LastGoodRules;
import dev.lockkeeper.config.LoadedConfig;
import dev.lockkeeper.config.RuleFilesResult;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The rules that are to run: the files as they are now, or, when these are broken, as they were
/// when they were last good.
///
/// @param rules none when the files are broken and there is no good copy
record RulesChoice(Rules rules, RuleFilesResult files) {

  /// Bytes of heap for each rule, while one load replaces another: with the default of 64 MiB there
  /// is room for 2,600 rules beside the series.
  private static final long MEMORY_OF_A_RULE = 24 * 1024;

  /// Whether there are rules to run, be it an older good copy of them.
  boolean usable() {
    return files.source() != RuleFilesResult.Source.NONE;
  }

  /// What is to be said for as long as the agent runs with them.
  List<String> said() {
    return files.usedLastGood()
        ? List.of(
            "the rule files are broken: the last good copy of them runs (lockkeeper check says"
                + " what is wrong)")
        : List.of();
  }

  /// Reads and writes files: not for the loop.
  static RulesChoice of(LoadedConfig loaded, AgentConfig config) {
    var settings = settings(config);
    // what was compiled last is what was chosen, if anything was: not to be compiled again
    var latest = new AtomicReference<@Nullable Rules>();
    var files =
        new LastGoodRules(config.directories().state())
            .choose(
                loaded.rules(),
                groups -> {
                  var compilation = Rules.compile(groups, settings);
                  latest.set(compilation.rules());
                  return compilation.problems();
                });
    var rules = latest.get();
    return rules == null || files.source() == RuleFilesResult.Source.NONE
        ? new RulesChoice(Rules.none(), files)
        : new RulesChoice(rules, files);
  }

  /// Compiles rule files for a look at them.
  ///
  /// @param config null when it is broken: then with the defaults
  static Rules.Compilation compile(List<RuleGroupSpec> groups, @Nullable AgentConfig config) {
    return Rules.compile(groups, settings(config));
  }

  /// Every window that fits is kept for its rule, in buckets beyond the first minutes.
  private static Rules.Settings settings(@Nullable AgentConfig config) {
    return new Rules.Settings(
        config == null ? Duration.ofSeconds(1) : config.interval(),
        SeriesStore.LONGEST,
        Labels.of(config == null ? Map.of() : config.labels()),
        config == null ? "" : "http://" + config.listen(),
        KnownSeries.of(config),
        (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / MEMORY_OF_A_RULE));
  }
}
