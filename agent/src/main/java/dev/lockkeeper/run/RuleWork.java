package dev.lockkeeper.run;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.probe.ProbeMetrics;
import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.rule.RuleReport;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.series.SeriesStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules on the loop's thread: what they say, and how one set of them follows another.
final class RuleWork {
  private static final Logger LOG = LoggerFactory.getLogger(RuleWork.class);

  /// Metrics that come with a probe's result, and the rules that read them are evaluated then.
  private static final Set<String> WITH_PROBES =
      Set.of(ProbeMetrics.SUCCESS, ProbeMetrics.DURATION, ProbeMetrics.STATUS);

  /// More is not read on a page; the log has them all.
  private static final int PROBLEMS_SHOWN = 5;

  private final SeriesStore store;
  private final StoreRecorder recorder;
  private final @Nullable RuleReload reload;
  private Rules rules;
  private List<RuleGroupSpec> groups;
  private RuleReport latest = RuleReport.QUIET;
  private List<Problem> broken;
  private boolean olderCopy;
  private @Nullable Instant loadedAt;
  private final Set<String> gone = new HashSet<>();

  /// @param choice null: no rules at all
  /// @param reload null: they stay as they are
  RuleWork(
      @Nullable RulesChoice choice, @Nullable RuleReload reload, SeriesStore store, Moment now) {
    this.store = store;
    this.recorder = new StoreRecorder(store);
    this.reload = reload;
    rules = choice == null ? Rules.none() : choice.rules();
    store.keepFor(rules.windows());
    groups = choice == null ? List.of() : choice.files().groups();
    olderCopy = choice != null && choice.files().usedLastGood();
    broken = olderCopy && choice != null ? choice.files().problems() : List.of();
    loadedAt = olderCopy ? null : now.instant();
    store.keepFor(rules.windows());
  }

  // ---- evaluation -----------------------------------------------------------------------------

  RuleReport evaluate(List<Overdue> overdue, Moment now) {
    latest = rules.evaluate(store, overdue, now, recorder);
    return latest;
  }

  /// When a probe has answered.
  RuleReport evaluateProbes(List<Overdue> overdue, Moment now) {
    latest = rules.evaluateReading(WITH_PROBES, store, overdue, now, recorder);
    return latest;
  }

  // ---- change ---------------------------------------------------------------------------------

  /// Takes what came of reading the files: all of it or nothing.
  ///
  /// @return whether the rules are other ones now, and have been evaluated
  boolean arrived(Arrival.RulesArrived arrived, List<Overdue> overdue, Moment now) {
    return switch (arrived.read()) {
      case RulesRead.Good good -> {
        String said = replace(good, overdue, now);
        LOG.info("rules reloaded ({}): {}", arrived.by(), said);
        answer(arrived, true, "reloaded: " + said + lines(good.warnings()));
        yield true;
      }
      case RulesRead.Same(int files) -> {
        LOG.info(
            broken.isEmpty()
                ? "the rule files say what runs already ({})"
                : "the rule files are good again, and say what runs already ({})",
            arrived.by());
        good(now);
        answer(
            arrived,
            true,
            "nothing has changed: %d rules of %d files run".formatted(rules.size(), files));
        yield false;
      }
      case RulesRead.Broken(var problems) -> {
        broken = problems;
        LOG.error(
            "the rule files were not taken ({}): {} problems; the {} rules of before go on",
            arrived.by(),
            errors().size(),
            rules.size());
        answer(
            arrived,
            false,
            "the rules that run stay as they are, since the files are broken:" + lines(problems));
        yield false;
      }
    };
  }

  /// @return in a few words, what came of it
  private String replace(RulesRead.Good good, List<Overdue> overdue, Moment now) {
    var before = rules;
    rules = good.rules().adopt(before);
    groups = good.groups();
    store.keepFor(rules.windows());
    var names = rules.names();
    before.names().stream().filter(name -> !names.contains(name)).forEach(gone::add);
    gone.removeAll(names);
    good(now);
    var said =
        "%d rules of %d files, %d of them new or changed"
            .formatted(rules.size(), good.files(), rules.freshCount());
    latest = rules.evaluateFresh(store, overdue, now, recorder);
    return said;
  }

  private void good(Moment now) {
    broken = List.of();
    olderCopy = false;
    loadedAt = now.instant();
  }

  private void answer(Arrival.RulesArrived arrived, boolean accepted, String message) {
    var also = reload == null ? "" : lines(reload.problems());
    arrived.answer().complete(new Answer(accepted, message + also, ""));
  }

  private static String lines(List<?> all) {
    return all.stream().map(one -> "\n  " + one).collect(Collectors.joining());
  }

  // ---- for readers ----------------------------------------------------------------------------

  RuleReport latest() {
    return latest;
  }

  List<Alert> alerts() {
    return latest.alerts();
  }

  Rules rules() {
    return rules;
  }

  /// As they stand in the files.
  List<RuleGroupSpec> groups() {
    return groups;
  }

  /// Names of rules that were taken out since the start.
  Set<String> gone() {
    return gone;
  }

  /// Whether the files, as they were last read, are what runs.
  boolean filesAreGood() {
    return broken.isEmpty();
  }

  /// When the files were last good; null: not since the start.
  @Nullable Instant loadedAt() {
    return loadedAt;
  }

  /// What is wrong with the files or the watch on them, in words.
  List<String> problems() {
    var problems = new ArrayList<String>();
    var errors = errors();
    if (!errors.isEmpty()) {
      problems.add(
          olderCopy
              ? "the rule files are broken: the last good copy of them runs"
              : "the rule files are broken: the rules of before go on");
      errors.stream().limit(PROBLEMS_SHOWN).map(Problem::toString).forEach(problems::add);
      if (errors.size() > PROBLEMS_SHOWN) {
        problems.add(
            errors.size() - PROBLEMS_SHOWN + " more problems in rule files: lockkeeper check");
      }
    }
    if (reload != null) {
      problems.addAll(reload.problems());
    }
    return problems;
  }

  private List<Problem> errors() {
    return broken.stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).toList();
  }
}
