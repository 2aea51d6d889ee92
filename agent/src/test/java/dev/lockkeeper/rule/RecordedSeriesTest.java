package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.Query;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What rules write: recorded series, `ALERTS` and `ALERTS_FOR_STATE`.
class RecordedSeriesTest {
  private static final long START = 1_000_000_000_000L;

  private final PlainSeries series = new PlainSeries();
  private Moment now = new Moment(START, 0);
  private Rules rules = Rules.none();
  private RuleReport report = RuleReport.QUIET;

  @Test
  void anAlertIsASeriesWhilePendingAndAnotherWhileItFires() {
    rules(Duration.ZERO, RuleTimeline.alert("Down", "up == 0", 2, 0));
    second("up", 0);
    assertThat(now("ALERTS"))
        .containsExactly(
            "ALERTS{alertname=\"Down\", alertstate=\"pending\", service=\"a\","
                + " severity=\"critical\"} 1.0");
    second("up", 0);
    second("up", 0);
    assertThat(now("ALERTS"))
        .containsExactly(
            "ALERTS{alertname=\"Down\", alertstate=\"firing\", service=\"a\","
                + " severity=\"critical\"} 1.0");
    assertThat(now("ALERTS_FOR_STATE"))
        .containsExactly(
            "ALERTS_FOR_STATE{alertname=\"Down\", service=\"a\", severity=\"critical\"} 1.0E9");
    second("up", 1);
    assertThat(now("ALERTS")).isEmpty();
    assertThat(now("ALERTS_FOR_STATE")).isEmpty();
    assertThat(now("count_over_time(ALERTS{alertstate='pending'}[1m])")).hasSize(1);
  }

  @Test
  void rulesReadAlertsOfOtherRules() {
    rules(
        Duration.ZERO,
        RuleTimeline.alert("Down", "up == 0", 0, 0),
        RuleTimeline.alert(
            "Many", "count(ALERTS{alertname='Down', alertstate='firing'}) > 0", 0, 0));
    second("up", 0);
    assertThat(report.alerts()).extracting("rule").containsExactly("Down", "Many");
  }

  @Test
  void aRecordedSeriesThatVanishesFromTheResultIsStaleAtOnce() {
    rules(Duration.ZERO, RuleTimeline.recording("high", "up > 5"));
    second("up", 6);
    assertThat(now("high")).hasSize(1);
    second("up", 1);
    assertThat(now("high")).isEmpty();
    second("up", 7);
    assertThat(now("high")).hasSize(1);
  }

  @Test
  void aRecordingRulesLabelsAreAsWrittenAndStandOverTheResults() {
    var spec =
        new RuleSpec(
            null,
            "recorded",
            "up",
            new RuleGroupSpec.Position(1, 1),
            true,
            new RuleGroupSpec.Position(1, 1),
            "",
            Duration.ZERO,
            Duration.ZERO,
            Map.of("service", "{{ $value }}", "more", "x"),
            Map.of(),
            null,
            null);
    rules(Duration.ZERO, spec);
    second("up", 6);
    assertThat(now("recorded"))
        .containsExactly("recorded{more=\"x\", service=\"{{ $value }}\"} 6.0");
  }

  @Test
  void twoResultsOfOneLabelSetAreAFailureAndNothingIsRecorded() {
    var spec =
        RuleTimeline.recording("both", "label_replace({__name__=~'up|down'}, 'a', '', '', '')");
    rules(Duration.ZERO, spec);
    series.append(SeriesId.of("down", "service", "a"), now.epochMillis(), 1);
    second("up", 1);
    assertThat(now("both")).isEmpty();
    assertThat(report.unknown().getFirst().reason()).contains("same labelset");
  }

  @Test
  void aSlowGroupsSeriesLivesUntilItsNextEvaluation() {
    var group =
        new RuleGroupSpec(
            "f",
            "slow",
            Duration.ofMinutes(10),
            0,
            Map.of(),
            List.of(RuleTimeline.recording("slow", "up * 2")));
    compile(group);
    second("up", 6);
    now = now.plus(Duration.ofSeconds(598));
    assertThat(now("slow")).hasSize(1);
  }

  @Test
  void anOffsetGroupLooksAndRecordsThatMuchEarlier() {
    var group =
        new RuleGroupSpec(
            "f",
            "late",
            null,
            Duration.ofSeconds(2),
            0,
            Map.of(),
            Map.of(),
            List.of(RuleTimeline.recording("late", "up * 10")));
    compile(group);
    for (int value = 1; value <= 5; value++) {
      second("up", value);
    }
    // the last evaluation was at 5 and looked at what was there two seconds before
    assertThat(now("late")).containsExactly("late{service=\"a\"} 30.0");
    assertThat(Query.instant("timestamp(late)", series, now.epochMillis()).getFirst().value())
        .isEqualTo((now.epochMillis() - 3_000) / 1000.0);
  }

  @Test
  void whatARemovedRuleWroteEndsWithTheReload() {
    rules(Duration.ZERO, RuleTimeline.recording("one", "up"), RuleTimeline.recording("two", "up"));
    second("up", 1);
    var before = rules;
    rules(Duration.ZERO, RuleTimeline.recording("two", "up"));
    rules.adopt(before);
    second("up", 1);
    assertThat(now("one")).isEmpty();
    assertThat(now("two")).hasSize(1);
  }

  @Test
  void aStormOfAlertsIsReportedButNotAllOfItRecorded() {
    rules(Duration.ZERO, RuleTimeline.alert("Down", "up == 0", 0, 0));
    for (int i = 0; i < 1_500; i++) {
      series.append(SeriesId.of("up", "service", "s" + i), now.epochMillis(), 0);
    }
    second("up", 1);
    assertThat(report.alerts()).hasSize(1_500);
    assertThat(now("ALERTS")).hasSize(AlertCensus.MOST_RECORDED);
  }

  private void rules(Duration offset, RuleSpec... specs) {
    compile(
        new RuleGroupSpec(
            "rules/web.yml", "web", null, offset, 0, Map.of(), Map.of(), List.of(specs)));
  }

  private void compile(RuleGroupSpec group) {
    var compilation =
        Rules.compile(
            List.of(group),
            new Rules.Settings(Duration.ofSeconds(1), Duration.ofHours(1), Labels.NONE));
    rules = Objects.requireNonNull(compilation.rules());
  }

  private void second(String metric, double value) {
    series.append(SeriesId.of(metric, "service", "a"), now.epochMillis(), value);
    report = rules.evaluate(series, List.of(), now, series);
    now = now.plus(Duration.ofSeconds(1));
  }

  private TreeSet<String> now(String expression) {
    var found = new TreeSet<String>();
    for (var row : Query.instant(expression, series, now.epochMillis() - 1)) {
      found.add(row.series() + " " + row.value());
    }
    return found;
  }
}
