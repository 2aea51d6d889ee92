package dev.lockkeeper.rule;

import static dev.lockkeeper.rule.RuleTimeline.alert;
import static dev.lockkeeper.rule.RuleTimeline.overdue;
import static dev.lockkeeper.rule.RuleTimeline.recording;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void aRuleWithoutForFiresAtItsFirstEvaluation() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 0, 0));
    assertThat(timeline.run("a", "1100110")).isEqualTo("..FFr.F");
  }

  @Test
  void aRuleIsPendingForItsForAndStartsAnewAfterABreak() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 3, 0));
    assertThat(timeline.run("a", "100010000001")).isEqualTo(".ppprpppFFFr");
  }

  @Test
  void keepFiringForBridgesShortBreaks() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 0, 2));
    assertThat(timeline.run("a", "0010111111")).isEqualTo("FFkFkkr...");
  }

  @Test
  void aFiringAlertIsFrozenWhileItsSourceIsOverdueAndNeverClears() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 1, 0));
    assertThat(timeline.run("a", "000??????001")).isEqualTo("pFF??????FFr");
  }

  @Test
  void timeInUnknownDoesNotCountTowardsFor() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 3, 0));
    assertThat(timeline.run("a", "00?????00000")).isEqualTo("pp?????ppFFF");
  }

  @Test
  void timeInUnknownDoesNotCountTowardsKeepFiringForEither() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 0, 3));
    assertThat(timeline.run("a", "011?????1111")).isEqualTo("Fkk?????kkr.");
  }

  @Test
  void nothingNewFiresOnAnOverdueSource() {
    var timeline = new RuleTimeline(alert("Gone", "absent(up{service=\"a\"})", 0, 0));
    assertThat(timeline.run("a", "1????????")).isEqualTo(".........");
    assertThat(timeline.last.unknown())
        .containsExactly(new RuleReport.UnknownRule("web", "Gone", "probe: no answer for 3 s"));
  }

  @Test
  void aRuleWhoseSourceNeverDeliveredIsUnknownAsAWhole() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 0, 0));
    timeline.tick(List.of(overdue("up")));
    assertThat(timeline.last.alerts()).isEmpty();
    assertThat(timeline.last.unknown()).hasSize(1);
    timeline.tick(List.of());
    assertThat(timeline.last).isEqualTo(RuleReport.QUIET);
  }

  @Test
  void onlyLabelSetsThatAgreeWithTheOverdueSourceAreUnknown() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 0, 0));
    timeline.sample("up", "a", 0);
    timeline.sample("up", "b", 0);
    timeline.tick(List.of());
    timeline.sample("up", "b", 1);
    timeline.tick(List.of(overdue("up", "service", "a")));
    assertThat(timeline.letter("a")).isEqualTo("?");
    assertThat(timeline.letter("b")).isEqualTo("r");
  }

  @Test
  void aResultWithoutTheOverdueSourcesLabelsIsUnknownWhole() {
    var timeline = new RuleTimeline(alert("Few", "count(up == 0) > 0", 0, 0));
    timeline.sample("up", "a", 0);
    timeline.tick(List.of());
    assertThat(timeline.letter("")).isEqualTo("F");
    timeline.tick(List.of(overdue("up", "service", "b")));
    assertThat(timeline.letter("")).isEqualTo("?");
  }

  @Test
  void aRuleThatCannotReadTheOverdueSeriesIsNotTouched() {
    var timeline = new RuleTimeline(alert("Down", "sum(up{service=\"a\"}) == 0", 0, 0));
    timeline.sample("up", "a", 0);
    timeline.tick(List.of(overdue("up", "service", "b")));
    assertThat(timeline.letter("")).isEqualTo("F");
    assertThat(timeline.last.unknown()).isEmpty();
  }

  @Test
  void whatIsRecordedFromAnOverdueSourceIsUnknownToo() {
    var timeline =
        new RuleTimeline(recording("service:up", "up * 1"), alert("Down", "service:up == 0", 0, 0));
    assertThat(timeline.run("a", "10")).isEqualTo(".F");
    assertThat(timeline.run("a", "????")).isEqualTo("????");
  }

  @Test
  void whatIsSaidOfAnAlertOnAnOverdueSourceIsUnknownToo() {
    var timeline =
        new RuleTimeline(
            alert("Down", "up == 0", 0, 0),
            alert("Many", "ALERTS{alertname='Down', alertstate='firing'}", 0, 0),
            alert("Other", "ALERTS{alertname='Else'}", 0, 0));
    timeline.sample("up", "a", 0);
    timeline.tick(List.of());
    assertThat(timeline.last.alerts()).extracting("rule").containsExactly("Down", "Many");
    timeline.tick(List.of(overdue("up", "service", "a")));
    assertThat(timeline.last.unknown()).extracting("rule").containsExactly("Down", "Many");
    assertThat(timeline.letter("a")).isEqualTo("??");
  }

  @Test
  void anEvaluationThatFailsIsUnknownAndCounted() {
    var timeline = new RuleTimeline(alert("Bad", "up == 0 and on() (up * on() up)", 0, 0));
    timeline.sample("up", "a", 0);
    timeline.tick(List.of());
    assertThat(timeline.letter("a")).isEqualTo("F");
    timeline.sample("up", "b", 0);
    timeline.tick(List.of());
    assertThat(timeline.letter("a")).isEqualTo("?");
    assertThat(timeline.last.unknown().getFirst().reason()).contains("many-to-many");
    assertThat(timeline.rules.failures()).isEqualTo(1);
  }

  @Test
  void rulesThatReadAProbeAreEvaluatedWhenItsResultArrives() {
    var timeline =
        new RuleTimeline(alert("Down", "up == 0", 0, 0), alert("Other", "other == 0", 0, 0));
    timeline.sample("up", "a", 0);
    timeline.sample("other", "a", 0);
    var report =
        timeline.rules.evaluateReading(
            Set.of("up"), timeline.store, List.of(), timeline.now, Recorder.NONE);
    assertThat(report.alerts()).extracting("rule").containsExactly("Down");
  }

  @Test
  void anAlertCarriesTheRulesLabelsAndFilledInAnnotations() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 0, 0));
    timeline.run("a", "0");
    var alert = timeline.last.alerts().getFirst();
    assertThat(alert.labels())
        .isEqualTo(Labels.of("alertname", "Down", "service", "a", "severity", "critical"));
    assertThat(alert.annotations()).containsEntry("summary", "a is 0");
    assertThat(alert.verdict()).isInstanceOf(Verdict.Firing.class);
  }

  @Test
  void aReloadKeepsTheStateOfUnchangedRules() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 3, 0));
    assertThat(timeline.run("a", "00")).isEqualTo("pp");
    timeline.rules =
        RuleTimeline.compile(alert("New", "up > 5", 0, 0), alert("Down", "up == 0", 3, 0))
            .adopt(timeline.rules);
    assertThat(timeline.run("a", "00")).isEqualTo("pF");
    timeline.rules = RuleTimeline.compile(alert("Down", "up == 0", 9, 0)).adopt(timeline.rules);
    assertThat(timeline.run("a", "0")).isEqualTo("p");
  }

  @Test
  void anotherAnnotationRemedyOrModeKeepsTheTimeThatForHasCounted() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 3, 0));
    assertThat(timeline.run("a", "00")).isEqualTo("pp");
    var before = alert("Down", "up == 0", 3, 0);
    var reworded =
        new dev.lockkeeper.model.RuleGroupSpec.RuleSpec(
            before.alert(),
            null,
            before.expr(),
            before.exprAt(),
            true,
            before.at(),
            before.path(),
            before.forDuration(),
            before.keepFiringFor(),
            before.labels(),
            java.util.Map.of("summary", "{{ $labels.service }} is down"),
            dev.lockkeeper.model.Remedy.RESTART,
            dev.lockkeeper.model.Mode.APPROVE);
    timeline.rules = RuleTimeline.compile(reworded).adopt(timeline.rules);
    assertThat(timeline.rules.freshCount()).isZero();
    assertThat(timeline.run("a", "00")).isEqualTo("pF");
    assertThat(timeline.last.alerts().getFirst().annotations())
        .containsEntry("summary", "a is down");
    assertThat(timeline.last.alerts().getFirst().remedy())
        .isEqualTo(dev.lockkeeper.model.Remedy.RESTART);
  }

  @Test
  void aNewRuleIsEvaluatedAtOnceAndTheOthersAreLeftAlone() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 3, 0));
    assertThat(timeline.run("a", "00")).isEqualTo("pp");
    timeline.rules =
        RuleTimeline.compile(alert("New", "up == 0", 0, 0), alert("Down", "up == 0", 3, 0))
            .adopt(timeline.rules);
    assertThat(timeline.rules.freshCount()).isEqualTo(1);
    var report =
        timeline.rules.evaluateFresh(timeline.store, List.of(), timeline.now, Recorder.NONE);
    assertThat(report.alerts()).extracting("rule").containsExactly("New", "Down");
    assertThat(report.alerts().getFirst().verdict()).isInstanceOf(Verdict.Firing.class);
    assertThat(report.alerts().getLast().verdict()).isInstanceOf(Verdict.Pending.class);
  }

  @Test
  void aSeriesThatGoesStaleResolvesItsAlert() {
    var timeline = new RuleTimeline(alert("Down", "up == 0", 0, 0));
    assertThat(timeline.run("a", "0_____")).isEqualTo("FFFFr.");
  }

  @Test
  void aGroupWithAnIntervalOfItsOwnIsEvaluatedAsOftenAsItSays() {
    var spec = RuleTimeline.group(alert("Down", "up == 0", 0, 0));
    var slow =
        new dev.lockkeeper.model.RuleGroupSpec(
            spec.file(), spec.name(), Duration.ofSeconds(3), 0, spec.labels(), spec.rules());
    var timeline = new RuleTimeline();
    timeline.rules =
        java.util.Objects.requireNonNull(
            Rules.compile(List.of(slow), RuleTimeline.SETTINGS).rules());
    assertThat(timeline.run("a", "1000111")).isEqualTo("...FFFr");
  }
}
