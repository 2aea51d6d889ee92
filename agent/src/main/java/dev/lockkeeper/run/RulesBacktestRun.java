package dev.lockkeeper.run;

import dev.lockkeeper.cli.RuleTools;
import dev.lockkeeper.cli.RuleTools.BacktestRequest;
import dev.lockkeeper.cli.RuleTools.Backtested;
import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.DurationText;
import dev.lockkeeper.config.RuleFiles;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.Effort;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.prometheus.PrometheusRecording;
import dev.lockkeeper.rule.Backtest;
import dev.lockkeeper.rule.Recording;
import dev.lockkeeper.rule.Rules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The command `rules backtest`: reads rules and the past, evaluates the one on the other, and puts
/// the remedies that were asked for before the guards.
final class RulesBacktestRun implements RuleTools.Backtest {
  private static final Duration REMEDY_TAKES = Duration.ofSeconds(10);

  /// As often as the agent looks, and as often as Prometheus usually scrapes.
  private static final Duration HISTORY_STEP = Duration.ofSeconds(1);

  private static final Duration PROMETHEUS_STEP = Duration.ofSeconds(15);

  /// How much of the past is read at once.
  private static final Duration PORTION = Duration.ofHours(1);

  /// A sample in memory, in bytes; half of the memory is for them.
  private static final int SAMPLE_BYTES = 16;

  private final InstantSource clock;
  private final long mostSamples;

  RulesBacktestRun() {
    this(InstantSource.system(), Runtime.getRuntime().maxMemory() / 2 / SAMPLE_BYTES);
  }

  RulesBacktestRun(InstantSource clock, long mostSamples) {
    this.clock = clock;
    this.mostSamples = mostSamples;
  }

  @Override
  public Backtested backtest(BacktestRequest request) throws IOException {
    var files = RuleFiles.named(request.files());
    var config = config(request);
    if (config instanceof Read.Broken(List<Problem> problems)) {
      return new Backtested.Broken(problems);
    }
    var agent = config instanceof Read.Good(AgentConfig good) ? good : null;
    var span = BacktestSpan.of(request.since(), request.until(), clock.instant());
    var step =
        request
            .step()
            .map(DurationText::parse)
            .orElse(request.prometheus().isPresent() ? PROMETHEUS_STEP : HISTORY_STEP);
    if (step.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("--step: at least 100ms");
    }
    var groups = request.alert().map(alert -> only(alert, files.groups())).orElse(files.groups());
    var compiled =
        Rules.compile(
            groups,
            new Rules.Settings(
                step, Duration.ofDays(3650), Labels.of(agent == null ? Map.of() : agent.labels())));
    var problems = new ArrayList<>(files.problems());
    problems.addAll(compiled.problems());
    var rules = compiled.rules();
    boolean broken = problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    if (rules == null || broken) {
      return new Backtested.Broken(problems);
    }
    var settings = rehearsal(request, agent);
    return new Backtested.Ran(run(rules, groups, recording(request), span, step, settings));
  }

  private BacktestReport run(
      Rules rules,
      List<RuleGroupSpec> groups,
      Recording recording,
      BacktestSpan span,
      Duration step,
      RehearsalSettings settings)
      throws IOException {
    var backtest =
        new Backtest(
            rules,
            new Backtest.Settings(
                span.from().toEpochMilli(),
                span.to().toEpochMilli(),
                step,
                recording.lookBack(),
                mostSamples));
    var rehearsal = new Rehearsal(settings);
    var wanted = wanted(rules, groups);
    long from = backtest.samplesFrom();
    try {
      while (from < span.to().toEpochMilli()) {
        long to = Math.min(from + PORTION.toMillis(), span.to().toEpochMilli());
        recording.read(wanted, from, to, backtest);
        backtest.advance(to, rehearsal);
        from = to;
      }
    } catch (Backtest.TooManySamplesException e) {
      throw new IOException(
          "more than %,d samples at once do not fit in memory: narrow what the rules select, shorten"
                  .formatted(mostSamples)
              + " their windows (--since helps where it is shorter than these), name one rule with"
              + " --alert, or give Java more memory (LOCKKEEPER_JAVA_OPTIONS=-Xmx4g)",
          e);
    }
    if (backtest.samples() == 0) {
      throw new IOException(
          recording.name()
              + " has no sample of what the rules read, from "
              + span.from()
              + " to "
              + span.to());
    }
    var remedies = rehearsal.courses(span.to());
    var assumptions = new ArrayList<String>();
    if (recording instanceof HistoryRecording history) {
      history
          .problems()
          .forEach(problem -> assumptions.add("a part of the history is missing: " + problem));
    }
    if (!remedies.isEmpty()) {
      assumptions.addAll(rehearsal.assumptions());
    }
    return new BacktestReport(
        recording.name(),
        span.from(),
        span.to(),
        step,
        alertNames(groups),
        backtest.alerts(),
        remedies,
        backtest.gaps(),
        backtest.troubles(),
        assumptions,
        new Effort(backtest.samples(), backtest.series(), rules.evaluations()));
  }

  private static List<String> alertNames(List<RuleGroupSpec> groups) {
    return groups.stream()
        .flatMap(group -> group.rules().stream())
        .flatMap(rule -> java.util.stream.Stream.ofNullable(rule.alert()))
        .distinct()
        .toList();
  }

  /// One alert, and all that is recorded, since it may read that.
  private static List<RuleGroupSpec> only(String alert, List<RuleGroupSpec> groups) {
    if (!alertNames(groups).contains(alert)) {
      throw new IllegalArgumentException(
          "no rule has the alert "
              + alert
              + "; there are "
              + alertNames(groups).stream().sorted().collect(Collectors.joining(", ")));
    }
    return groups.stream()
        .map(group ->
            group.withRules(
                group.rules().stream()
                    .filter(rule -> rule.alert() == null || rule.alert().equals(alert))
                    .toList()))
        .toList();
  }

  /// What the rules read, and what the guards look at.
  private static Recording.Wanted wanted(Rules rules, List<RuleGroupSpec> groups) {
    var wanted = rules.wanted();
    boolean remedies =
        groups.stream()
            .flatMap(group -> group.rules().stream())
            .anyMatch(rule -> rule.remedy() != null);
    if (!remedies || wanted.selectors().contains(RehearsedServices.START_TIME)) {
      return wanted;
    }
    var selectors = new ArrayList<>(wanted.selectors());
    selectors.add(RehearsedServices.START_TIME);
    return new Recording.Wanted(
        selectors,
        series ->
            series.metric().equals(RehearsedServices.START_TIME) || wanted.matches().test(series));
  }

  private static Recording recording(BacktestRequest request) throws IOException {
    if (request.prometheus().isPresent()) {
      return new PrometheusRecording(
          BacktestSpan.url(request.prometheus().get()), HeaderFile.read(request.headers()));
    }
    return HistoryRecording.open(directory(request));
  }

  private static Path directory(BacktestRequest request) {
    String from = request.from().orElseThrow();
    if (!from.equals("history")) {
      return Path.of(from);
    }
    var file = request.config().orElse(request.standardConfig());
    return ConfigFile.load(file, Surroundings.ofThisProcess())
        .directories()
        .state()
        .resolve("history");
  }

  private sealed interface Read {
    record None() implements Read {}

    record Good(AgentConfig config) implements Read {}

    record Broken(List<Problem> problems) implements Read {}
  }

  private static Read config(BacktestRequest request) {
    if (request.config().isEmpty()) {
      return new Read.None();
    }
    var loaded = ConfigFile.load(request.config().get(), Surroundings.ofThisProcess());
    return loaded
        .config()
        .<Read>map(Read.Good::new)
        .orElseGet(() -> new Read.Broken(loaded.problems()));
  }

  private static RehearsalSettings rehearsal(
      BacktestRequest request, @Nullable AgentConfig config) {
    var takes = request.assumeRestart().map(DurationText::parse).orElse(REMEDY_TAKES);
    Mode assumed = request.assumeMode().map(RulesBacktestRun::mode).orElse(null);
    if (config == null) {
      return new RehearsalSettings(
          assumed == null ? Mode.ACT : assumed, null, null, List.of(), takes);
    }
    return new RehearsalSettings(
        assumed == null ? config.mode() : assumed,
        assumed,
        config.file().toString(),
        config.services(),
        takes);
  }

  private static Mode mode(String text) {
    return Arrays.stream(Mode.values())
        .filter(mode -> mode.text().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--assume-mode: `" + text + "` is none of observe, approve, act"));
  }
}
