package dev.lockkeeper.rule;

import static dev.lockkeeper.rule.RuleTimeline.alert;
import static dev.lockkeeper.rule.RuleTimeline.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Episode;
import dev.lockkeeper.model.BacktestReport.Phase;
import dev.lockkeeper.model.BacktestReport.Stretch;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final long FROM = 1_000_000_000_000L;
  private static final SeriesId UP = SeriesId.of("up", "service", "a");
  private static final long ALL = Long.MAX_VALUE;

  private @Nullable Duration lookBack = PlainSeries.LOOK_BACK;
  private long mostSamples = ALL;

  private Backtest backtest(int seconds, RuleSpec... specs) {
    return new Backtest(
        RuleTimeline.compile(specs),
        new Backtest.Settings(
            FROM, FROM + seconds * 1000L, Duration.ofSeconds(1), lookBack, mostSamples));
  }

  /// One sample each second from second `from`, a digit each; `_`: none, `s`: it ends.
  private static void samples(Backtest backtest, SeriesId id, int from, String values) {
    for (int i = 0; i < values.length(); i++) {
      char c = values.charAt(i);
      if (c != '_') {
        backtest.sample(id, FROM + (from + i) * 1000L, c == 's' ? Staleness.MARKER : c - '0');
      }
    }
  }

  /// `pending 3-5, firing 5-9` of one episode, in seconds since the beginning.
  private static String text(Episode episode) {
    return episode.stretches().stream()
        .map(stretch ->
            stretch.phase().name().toLowerCase(java.util.Locale.ROOT)
                + " "
                + second(stretch.from())
                + "-"
                + second(stretch.to()))
        .collect(Collectors.joining(", ", "", episode.open() ? " …" : ""));
  }

  private static long second(Instant at) {
    return (at.toEpochMilli() - FROM) / 1000;
  }

  private static List<String> run(Backtest backtest, int seconds) {
    backtest.advance(FROM + seconds * 1000L, (_, _, _) -> {});
    return backtest.alerts().stream()
        .flatMap(course -> course.episodes().stream())
        .map(BacktestTest::text)
        .toList();
  }

  @Test
  void anAlertsEpisodesTellWhenItWasPendingAndFiring() {
    var backtest = backtest(12, alert("Down", "up == 0", 2, 0));
    samples(backtest, UP, 0, "1100001101100");
    assertThat(run(backtest, 12))
        .containsExactly("pending 2-4, firing 4-6", "pending 8-9", "pending 11-12 …");
  }

  @Test
  void whatFiredBeforeTheBeginningFiresAtIt() {
    var backtest = backtest(5, alert("Down", "up == 0", 60, 0));
    assertThat(backtest.samplesFrom()).isLessThanOrEqualTo(FROM - 60_000);
    samples(backtest, UP, -65, "0".repeat(67) + "1111");
    assertThat(run(backtest, 5)).containsExactly("firing 0-2");
  }

  @Test
  void theWindowBeforeTheBeginningIsReadToo() {
    var backtest = backtest(5, alert("Low", "sum_over_time(up[10m]) < 500", 0, 0));
    assertThat(backtest.samplesFrom()).isLessThanOrEqualTo(FROM - 600_000);
  }

  @Test
  void recordedSeriesFeedTheRulesThatReadThemAndHaveTheirPast() {
    var backtest =
        backtest(
            4,
            recording("service:up:min", "min by (service) (up)"),
            alert("Flapped", "sum_over_time(service:up:min[10s]) < 9", 0, 0));
    assertThat(backtest.samplesFrom()).isLessThanOrEqualTo(FROM - 10_000);
    samples(backtest, UP, -20, "1".repeat(19) + "0011111");
    assertThat(run(backtest, 4)).containsExactly("firing 0-4 …");
  }

  @Test
  void whatRulesRecordIsNotWantedFromElsewhere() {
    var rules =
        RuleTimeline.compile(
            recording("service:up:min", "min by (service) (up{job=\"web\"})"),
            alert("Down", "service:up:min == 0 unless on() ALERTS{alertname=\"x\"}", 0, 0),
            alert("Odd", "{__name__=~\"serv.*\"} > 5", 0, 0));
    assertThat(rules.wanted().selectors())
        .containsExactlyInAnyOrder("up{job=\"web\"}", "{__name__=~\"serv.*\"}");
    assertThat(rules.wanted().matches().test(SeriesId.of("up", "job", "web"))).isTrue();
    assertThat(rules.wanted().matches().test(SeriesId.of("up", "job", "db"))).isFalse();
    assertThat(rules.wanted().matches().test(SeriesId.of("service_up"))).isTrue();
    assertThat(rules.wanted().matches().test(SeriesId.of("service:up:min"))).isFalse();
  }

  @Test
  void whatComesInPortionsIsTheSameAsWhatComesAtOnce() {
    var values = "0011000110000000001111100000110000000000000";
    var whole = backtest(40, alert("Down", "max_over_time(up[3s]) == 0", 2, 3));
    samples(whole, UP, 0, values);
    var expected = run(whole, 40);
    assertThat(expected).isNotEmpty();

    var parts = backtest(40, alert("Down", "max_over_time(up[3s]) == 0", 2, 3));
    for (int second = 0; second <= 40; second++) {
      samples(parts, UP, second, values.substring(second, second + 1));
      parts.advance(FROM + second * 1000L, (_, _, _) -> {});
    }
    assertThat(run(parts, 40)).isEqualTo(expected);
  }

  @Test
  void noMoreThanTheLongestWindowIsHeld() {
    mostSamples = 700;
    var backtest = backtest(3_000, alert("Down", "max_over_time(up[10s]) == 0", 0, 0));
    for (int second = -310; second <= 3_000; second++) {
      backtest.sample(UP, FROM + second * 1000L, 1);
      if (second % 100 == 0) {
        backtest.advance(FROM + second * 1000L, (_, _, _) -> {});
      }
    }
    assertThat(backtest.samples()).isEqualTo(3_311);
  }

  @Test
  void moreSamplesThanMayBeHeldAreRefused() {
    mostSamples = 10;
    var backtest = backtest(100, alert("Down", "up == 0", 0, 0));
    assertThatThrownBy(() -> samples(backtest, UP, 0, "1".repeat(11)))
        .isInstanceOf(Backtest.TooManySamplesException.class);
  }

  @Test
  void aGapFreezesWhatFiresAndStartsNothing() {
    var backtest =
        backtest(
            12, alert("Down", "up == 0", 0, 0), alert("Gone", "absent(up{service=\"a\"})", 0, 0));
    samples(backtest, UP, 0, "100s_____0011");
    backtest.gap(FROM + 2_000, FROM + 8_500);
    assertThat(run(backtest, 12)).containsExactly("firing 1-3, unknown 3-9, firing 9-11");
    assertThat(backtest.gaps()).hasSize(1);
    assertThat(backtest.troubles()).isEmpty();
  }

  @Test
  void aSeriesThatItsCollectorDoesNotRenewIsGoneAfterThreeOfItsIntervals() {
    lookBack = null;
    var backtest = backtest(40, alert("Gone", "absent(up{service=\"a\"})", 0, 0));
    samples(backtest, UP, -8, "11111111" + "1_".repeat(2) + "_________" + "11111");
    assertThat(run(backtest, 40)).containsExactly("firing 5-13", "firing 20-40 …");
  }

  @Test
  void aSlowSeriesIsNotGoneBetweenItsSamples() {
    lookBack = null;
    var backtest = backtest(60, alert("Gone", "absent(up{service=\"a\"})", 0, 0));
    samples(backtest, UP, -20, ("1" + "_".repeat(9)).repeat(9));
    assertThat(run(backtest, 60)).isEmpty();
  }

  @Test
  void theWorstValueIsOnTheSideThatTheComparisonIsAbout() {
    var backtest =
        backtest(
            5, alert("High", "up > 2", 0, 0), alert("Low", "(up < 8 and up > 0) or up == 9", 0, 0));
    samples(backtest, UP, 0, "357431");
    backtest.advance(FROM + 5_000, (_, _, _) -> {});
    assertThat(backtest.alerts())
        .extracting(AlertCourse::rule, course -> course.episodes().getFirst().peak())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("High", 7.0),
            org.assertj.core.groups.Tuple.tuple("Low", 1.0));
  }

  @Test
  void anAlertTellsItsResultsLabelsFromTheRulesOwn() {
    var backtest = backtest(1, alert("Down", "up == 0", 0, 0));
    samples(backtest, UP, 0, "00");
    backtest.advance(FROM + 1_000, (_, _, _) -> {});
    var course = backtest.alerts().getFirst();
    assertThat(course.element()).isEqualTo(Labels.of("service", "a"));
    assertThat(course.labels())
        .isEqualTo(Labels.of("alertname", "Down", "service", "a", "severity", "critical"));
    assertThat(course.episodes().getFirst().summary()).isEqualTo("a is 0");
    assertThat(course.episodes().getFirst().stretches())
        .containsExactly(
            new Stretch(
                Phase.FIRING, Instant.ofEpochMilli(FROM), Instant.ofEpochMilli(FROM + 1_000)));
  }

  @Test
  void aRuleThatCanNotBeEvaluatedIsTold() {
    var backtest = backtest(3, alert("Bad", "up * on() up", 0, 0));
    samples(backtest, UP, 0, "0000");
    samples(backtest, SeriesId.of("up", "service", "b"), 0, "0000");
    run(backtest, 3);
    assertThat(backtest.troubles()).hasSize(1);
    assertThat(backtest.troubles().getFirst().evaluations()).isEqualTo(4);
    assertThat(backtest.troubles().getFirst().reason()).contains("many-to-many");
  }

  @Test
  void aWitnessSeesEveryTickOfTheStretchAndNoneBefore() {
    var backtest = backtest(3, alert("Down", "up == 0", 30, 0));
    var seen = new ArrayList<Long>();
    samples(backtest, UP, 0, "0000");
    backtest.advance(FROM + 3_000, (_, _, now) -> seen.add(second(now.instant())));
    assertThat(seen).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void aDayOfTwentyRulesAtOneSecondTakesSeconds() {
    var specs = new ArrayList<RuleSpec>();
    for (int i = 0; i < 20; i++) {
      specs.add(
          alert("A" + i, i % 2 == 0 ? "up < -" + i : "rate(total[1m]) > " + (100 + i), 30, 0));
    }
    var backtest = backtest(86_400, specs.toArray(RuleSpec[]::new));
    long begun = System.nanoTime();
    var total = SeriesId.of("total", "service", "a");
    for (int second = -400; second <= 86_400; second++) {
      backtest.sample(UP, FROM + second * 1000L, 1);
      backtest.sample(total, FROM + second * 1000L, second);
      if (second % 3600 == 0) {
        backtest.advance(FROM + second * 1000L, (_, _, _) -> {});
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
    assertThat(backtest.alerts()).isEmpty();
  }
}
