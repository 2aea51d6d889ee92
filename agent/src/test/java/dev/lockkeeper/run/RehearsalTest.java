package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.BacktestReport.Answer;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.model.Verdict;
import dev.lockkeeper.rule.PlainSeries;
import dev.lockkeeper.rule.RuleReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  private static final long FROM = 1_700_000_000_000L;

  private final PlainSeries series = new PlainSeries(Duration.ofDays(10));
  private Rehearsal rehearsal = rehearsal(Mode.ACT, null, List.of());
  private int second;

  private static Rehearsal rehearsal(
      Mode mode, @Nullable Mode assumed, List<ServiceSpec> services) {
    return new Rehearsal(
        new RehearsalSettings(
            mode,
            assumed,
            services.isEmpty() ? null : "config.yml",
            services,
            Duration.ofSeconds(10)));
  }

  private static Moment at(int second) {
    return new Moment(FROM + second * 1000L, second * 1_000_000_000L);
  }

  private static Alert alert(String rule, String service, Remedy remedy, int since) {
    return new Alert(
        rule,
        Labels.of("alertname", rule, "service", service),
        Map.of(),
        new Verdict.Firing(at(since), false),
        0,
        at(since).instant(),
        remedy,
        Mode.ACT);
  }

  /// Alerts fire for so long, a second each tick.
  private void fire(int seconds, Alert... alerts) {
    for (int i = 0; i < seconds; i++) {
      rehearsal.tick(new RuleReport(List.of(alerts), List.of()), series, at(second++));
    }
  }

  private List<RemedyCourse> courses() {
    return rehearsal.courses(at(second).instant());
  }

  /// `0-10 done relapsed | 10-40 held start_grace, cooldown`.
  private static String text(RemedyCourse course) {
    return course.answers().stream()
        .map(answer ->
            second(answer.from())
                + "-"
                + second(answer.to())
                + switch (answer) {
                  case Answer.Done done -> " done " + done.outcome().text();
                  case Answer.Held held ->
                      " held "
                          + held.reasons().stream()
                              .map(HoldReason::kind)
                              .map(HoldReason.Kind::text)
                              .collect(Collectors.joining(", "));
                })
        .collect(Collectors.joining(" | "));
  }

  private static long second(Instant at) {
    return (at.toEpochMilli() - FROM) / 1000;
  }

  private static ServiceSpec service(String name, Mode mode, boolean balanced) {
    var spec = Discovered.observed(name, null).withMode(mode);
    return balanced
        ? spec.withTraffic(List.of(new TrafficSpec.Haproxy("/run/haproxy.sock", "web", "web1", 1)))
        : spec;
  }

  @Test
  void whatNothingHoldsIsDoneAtOnceAndThenWatched() {
    fire(100, alert("Hung", "web1", Remedy.RESTART, 0));
    fire(1);
    assertThat(courses()).hasSize(1);
    assertThat(text(courses().getFirst()))
        .isEqualTo(
            "0-10 done open"
                + " | 10-40 held remediation_running, start_grace, cooldown"
                + " | 40-100 held remediation_running, cooldown");
  }

  @Test
  void anAlertThatHasEndedWhenTheWatchIsOverCountsAsCured() {
    fire(60, alert("Hung", "web1", Remedy.RESTART, 0));
    fire(600);
    assertThat(courses().getFirst().answers().getFirst())
        .isInstanceOfSatisfying(
            Answer.Done.class, done -> assertThat(done.outcome()).isEqualTo(Outcome.CURED));
  }

  @Test
  void anAlertThatGoesOnRelapsesAndTheCooldownGrows() {
    fire(3_000, alert("Hung", "web1", Remedy.RESTART, 0));
    assertThat(text(courses().getFirst()))
        .contains("0-10 done relapsed")
        // twice the cooldown of ten minutes since the remedy's end
        .contains("1210-1220 done relapsed");
  }

  @Test
  void anAlertThatFiresAnewWhileItIsWatchedRelapsesAtOnce() {
    fire(20, alert("Hung", "web1", Remedy.RESTART, 0));
    fire(20);
    fire(5, alert("Hung", "web1", Remedy.RESTART, 40));
    var courses = courses();
    assertThat(text(courses.getFirst())).startsWith("0-10 done relapsed");
    assertThat(text(courses.getLast())).isEqualTo("40-45 held cooldown");
  }

  @Test
  void theBudgetHoldsWhatComesTooOften() {
    var done = 0;
    for (int i = 0; i < 6; i++) {
      int since = second;
      fire(5, alert("Hung", "web1", Remedy.RESTART, since));
      fire(3_600);
    }
    var courses = courses();
    for (var course : courses) {
      done += (int) course.done();
    }
    assertThat(done).isEqualTo(4);
    assertThat(text(courses.getLast())).endsWith("held budget");
  }

  @Test
  void oneRemedyAtATimeOnAMachine() {
    fire(15, alert("Hung", "web1", Remedy.RESTART, 0), alert("Hung", "web2", Remedy.RESTART, 0));
    assertThat(courses().stream().map(RehearsalTest::text).toList())
        .containsExactlyInAnyOrder(
            "0-10 done open | 10-15 held remediation_running, start_grace, cooldown",
            "0-10 held remediation_running | 10-20 done open");
  }

  @Test
  void theRecordingTellsWhenAServiceWasStarted() {
    series.append(
        SeriesId.of(RehearsedServices.START_TIME, "service", "web1"),
        FROM - 5_000,
        FROM / 1000 - 8);
    fire(30, alert("Hung", "web1", Remedy.RESTART, 0));
    assertThat(text(courses().getFirst())).startsWith("0-22 held start_grace | 22-32 done");
  }

  @Test
  void whatGuardsLookAtAndNoRecordingTellsIsSaid() {
    rehearsal = rehearsal(Mode.ACT, null, List.of(controlled("web1", true)));
    fire(1, alert("Hung", "web1", Remedy.RESTART, 0));
    assertThat(courses().getFirst().answers().getFirst())
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done ->
                assertThat(done.unknown())
                    .containsExactly(
                        "when web1 was started (start grace)",
                        "whether its balancers could do without it (minimum healthy)"));
  }

  private static ServiceSpec controlled(String name, boolean balanced) {
    var plain = service(name, Mode.ACT, balanced);
    return new ServiceSpec(
        plain.name(),
        plain.mode(),
        new dev.lockkeeper.model.ControlSpec.Systemd(name + ".service", null),
        plain.probe(),
        plain.dependencies(),
        plain.traffic(),
        plain.ownCount(),
        plain.startWithin(),
        plain.stopWithin(),
        plain.drain(),
        plain.verify(),
        plain.watch(),
        plain.startGrace(),
        plain.guards());
  }

  @Test
  void theConfiguredModeHoldsUnlessAnotherIsAssumed() {
    var services = List.of(controlled("web1", false).withMode(Mode.OBSERVE));
    rehearsal = rehearsal(Mode.OBSERVE, null, services);
    fire(5, alert("Hung", "web1", Remedy.RESTART, 0));
    assertThat(text(courses().getFirst())).isEqualTo("0-5 held mode_observe");

    second = 0;
    rehearsal = rehearsal(Mode.ACT, Mode.ACT, services);
    fire(5, alert("Hung", "web1", Remedy.RESTART, 0));
    assertThat(text(courses().getFirst())).isEqualTo("0-10 done open");
    assertThat(rehearsal.assumptions().getFirst()).contains("config.yml, but in mode act");
  }

  @Test
  void aServiceThatIsNotConfiguredIsHeldAsUnknown() {
    rehearsal = rehearsal(Mode.ACT, null, List.of(controlled("web1", false)));
    fire(2, alert("Hung", "web9", Remedy.RESTART, 0), alert("Hung", "", Remedy.RESTART, 0));
    assertThat(courses().stream().map(RehearsalTest::text).toList())
        .containsExactly("0-2 held unknown_service", "0-2 held unknown_service");
  }

  @Test
  void whatHasNoControlCanOnlyBeObserved() {
    rehearsal = rehearsal(Mode.ACT, null, List.of(service("web1", Mode.ACT, false)));
    fire(2, alert("Hung", "web1", Remedy.RESTART, 0));
    assertThat(text(courses().getFirst())).isEqualTo("0-2 held not_supported");
  }

  @Test
  void nobodyApproves() {
    rehearsal = rehearsal(Mode.APPROVE, null, List.of(controlled("web1", false)));
    fire(5, alert("Hung", "web1", Remedy.RESTART, 0));
    assertThat(text(courses().getFirst())).isEqualTo("0-5 held awaiting_approval");
  }

  @Test
  void anAlertOfWhichNothingIsKnownStartsNothing() {
    var known = alert("Hung", "web1", Remedy.RESTART, 0);
    var unknown =
        new Alert(
            known.rule(),
            known.labels(),
            known.annotations(),
            new Verdict.Unknown("nothing was recorded", known.verdict()),
            0,
            known.activeAt(),
            known.remedy(),
            known.mode());
    fire(5, unknown);
    assertThat(text(courses().getFirst())).isEqualTo("0-5 held unknown_input");
  }

  @Test
  void alertsWithoutARemedyAskForNothing() {
    var courses = new ArrayList<RemedyCourse>();
    fire(5);
    courses.addAll(courses());
    assertThat(courses).isEmpty();
  }
}
