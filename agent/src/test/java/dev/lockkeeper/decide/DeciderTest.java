package dev.lockkeeper.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.RemedyRequest.Trigger;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeciderTest {
  private static final Moment NOW = new Moment(1_795_457_730_000L, 0);

  private Mode global = Mode.ACT;
  private Mode ofService = Mode.ACT;
  private Mode ofRule = Mode.ACT;
  private @Nullable String paused;
  private @Nullable String running;
  private RemediationState state = RemediationState.SERVING;
  private @Nullable Duration upFor = Duration.ofHours(1);
  private int healthyOthers = 1;
  private String trafficProblem = "";
  private @Nullable Duration trafficAge = Duration.ofSeconds(1);
  private String unknown = "";
  private History history = History.EMPTY;
  private final Decider decider = new Decider();

  private GuardInput input() {
    var spec =
        new ServiceSpec(
            "web1",
            ofService,
            null,
            null,
            List.of(),
            List.of(new TrafficSpec.Haproxy("/run/haproxy.sock", "web", "web1", 1)),
            null,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            new ServiceSpec.DrainSpec(
                Duration.ofSeconds(60), Duration.ofSeconds(3), ServiceSpec.DrainSpec.Then.PROCEED),
            new ServiceSpec.VerifySpec(Duration.ofSeconds(3), Duration.ofSeconds(60), List.of()),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            new ServiceSpec.GuardSpec(
                Duration.ofMinutes(10), 4, Duration.ofHours(24), Duration.ofMinutes(15)));
    var status =
        new TrafficStatus(
            "haproxy web/web1", TrafficStatus.Admin.READY, true, 0, healthyOthers, 1, 100, "UP");
    var view = new ServiceView(spec, state, upFor, List.of(status), trafficProblem, trafficAge);
    return new GuardInput(
        global,
        paused,
        Map.of("web1", view),
        running,
        history,
        request -> request.service() + "-1");
  }

  private Wanted wanted(String service) {
    return new Wanted(
        new RemedyRequest(
            service, Remedy.RESTART, Trigger.RULE, "WebServerHung", ofRule, NOW.instant()),
        unknown);
  }

  private List<Kind> kinds(Moment now) {
    return switch (decider.decide(List.of(wanted("web1")), input(), now).getFirst()) {
      case Decision.Act act -> List.of();
      case Decision.Hold hold -> hold.reasons().stream().map(HoldReason::kind).toList();
    };
  }

  private List<Kind> kinds() {
    return kinds(NOW);
  }

  private String detail() {
    var decision = decider.decide(List.of(wanted("web1")), input(), NOW).getFirst();
    return ((Decision.Hold) decision).reasons().getFirst().detail();
  }

  private void past(Duration ago, Outcome outcome, Trigger trigger) {
    Instant at = NOW.instant().minus(ago);
    history =
        history.with(
            new PastRemediation(
                "web1-" + at.toEpochMilli(), "web1", Remedy.RESTART, trigger, "x", at, outcome),
            NOW.instant());
  }

  @Test
  void itActsWhenNothingHolds() {
    assertThat(kinds()).isEmpty();
  }

  @Test
  void theKillSwitchHolds() {
    paused = "maintenance";
    assertThat(kinds()).containsExactly(Kind.KILL_SWITCH);
    assertThat(detail()).contains("maintenance").contains("lockkeeper resume");
  }

  @Test
  void theMostCautiousModeWinsAndIsNamed() {
    global = Mode.OBSERVE;
    assertThat(kinds()).containsExactly(Kind.MODE_OBSERVE);
    assertThat(detail()).contains("would restart web1").contains("the whole agent");
    global = Mode.ACT;
    ofService = Mode.OBSERVE;
    assertThat(detail()).contains("of the service");
    ofService = Mode.APPROVE;
    ofRule = Mode.OBSERVE;
    assertThat(detail()).contains("the rule WebServerHung");
    ofRule = Mode.ACT;
    assertThat(kinds()).containsExactly(Kind.AWAITING_APPROVAL);
  }

  @Test
  void anUnknownServiceIsHeld() {
    var decision = decider.decide(List.of(wanted("web9")), input(), NOW).getFirst();
    assertThat(((Decision.Hold) decision).reasons())
        .extracting(HoldReason::kind)
        .containsExactly(Kind.UNKNOWN_SERVICE);
  }

  @Test
  void aRuleThatCanNotSeeStartsNothing() {
    unknown = "no answer for 3 s";
    assertThat(kinds()).containsExactly(Kind.UNKNOWN_INPUT);
  }

  @Test
  void oneRemediationAtATime() {
    running = "web2";
    assertThat(kinds()).containsExactly(Kind.REMEDIATION_RUNNING);
    running = null;
    state = RemediationState.WATCHING;
    assertThat(kinds()).containsExactly(Kind.REMEDIATION_RUNNING);
    state = RemediationState.HELD_OUT;
    assertThat(detail()).contains("lockkeeper ready web1");
  }

  @Test
  void atMostOneOfManyActs() {
    var decisions = decider.decide(List.of(wanted("web1"), wanted("web1")), input(), NOW);
    assertThat(decisions.get(0)).isInstanceOf(Decision.Act.class);
    assertThat(decisions.get(1)).isInstanceOf(Decision.Hold.class);
  }

  @Test
  void whatHasJustStartedIsLeftAlone() {
    upFor = Duration.ofSeconds(29);
    assertThat(kinds()).containsExactly(Kind.START_GRACE);
    upFor = Duration.ofSeconds(30);
    assertThat(kinds()).isEmpty();
    upFor = null;
    assertThat(kinds()).isEmpty();
  }

  @Test
  void cooldownHoldsAndEnds() {
    past(Duration.ofMinutes(9), Outcome.CURED, Trigger.RULE);
    assertThat(kinds()).containsExactly(Kind.COOLDOWN);
    assertThat(detail()).contains("9 min ago").contains("the next may begin in 60 s");
    assertThat(kinds(NOW.plus(Duration.ofMinutes(1)))).isEmpty();
  }

  @Test
  void cooldownDoublesWithEachFailureInARowAndRecoversAfterAStableDay() {
    past(Duration.ofMinutes(50), Outcome.RELAPSED, Trigger.RULE);
    past(Duration.ofMinutes(15), Outcome.HELD_OUT, Trigger.RULE);
    assertThat(kinds()).containsExactly(Kind.COOLDOWN);
    assertThat(kinds(NOW.plus(Duration.ofMinutes(24)))).containsExactly(Kind.COOLDOWN);
    assertThat(kinds(NOW.plus(Duration.ofMinutes(25)))).isEmpty();
    assertThat(history.failuresInARow("web1", Duration.ofDays(1), NOW.instant())).isEqualTo(2);
    assertThat(
            history.failuresInARow(
                "web1", Duration.ofDays(1), NOW.instant().plus(Duration.ofDays(1))))
        .isZero();
    assertThat(Cooldown.grown(Duration.ofMinutes(10), 99)).isEqualTo(Duration.ofMinutes(160));
  }

  @Test
  void aCuredOneEndsTheRowOfFailures() {
    past(Duration.ofHours(3), Outcome.RELAPSED, Trigger.RULE);
    past(Duration.ofMinutes(11), Outcome.CURED, Trigger.RULE);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aClockThatWasSetBackDoesNotShortenTheCooldown() {
    past(Duration.ofHours(-5), Outcome.CURED, Trigger.RULE);
    assertThat(kinds()).containsExactly(Kind.COOLDOWN);
  }

  @Test
  void theBudgetCountsWhatRulesDidAndNotWhatPeopleOrdered() {
    for (int hour = 2; hour <= 5; hour++) {
      past(Duration.ofHours(hour), Outcome.CURED, Trigger.OPERATOR);
    }
    assertThat(kinds()).isEmpty();
    for (int hour = 9; hour >= 6; hour--) {
      past(Duration.ofHours(hour).plusMinutes(1), Outcome.CURED, Trigger.RULE);
    }
    assertThat(kinds()).containsExactly(Kind.BUDGET);
    assertThat(detail()).contains("4 remediations in 24 h").contains("begin in 15 h");
    assertThat(kinds(NOW.plus(Duration.ofHours(15)))).isEmpty();
  }

  @Test
  void tooFewHealthyOthersHold() {
    healthyOthers = 0;
    assertThat(kinds()).containsExactly(Kind.MINIMUM_HEALTHY);
  }

  @Test
  void aBalancerThatIsSilentOrStaleHolds() {
    trafficProblem = "connection refused";
    assertThat(kinds()).containsExactly(Kind.BALANCER_UNREACHABLE);
    trafficProblem = "";
    trafficAge = Duration.ofSeconds(16);
    assertThat(kinds()).containsExactly(Kind.BALANCER_UNREACHABLE);
    trafficAge = null;
    assertThat(kinds()).containsExactly(Kind.BALANCER_UNREACHABLE);
  }

  @Test
  void allReasonsAreToldInTheOrderOfTheGuards() {
    paused = "x";
    global = Mode.OBSERVE;
    unknown = "x";
    running = "web2";
    healthyOthers = 0;
    upFor = Duration.ofSeconds(1);
    past(Duration.ofMinutes(1), Outcome.CURED, Trigger.RULE);
    assertThat(kinds())
        .containsExactly(
            Kind.KILL_SWITCH,
            Kind.MODE_OBSERVE,
            Kind.UNKNOWN_INPUT,
            Kind.REMEDIATION_RUNNING,
            Kind.START_GRACE,
            Kind.COOLDOWN,
            Kind.MINIMUM_HEALTHY);
  }

  @Test
  void approvedItActsOnce() {
    global = Mode.APPROVE;
    assertThat(decider.approve("web1-1", NOW).accepted()).isFalse();
    assertThat(detail()).contains("`lockkeeper approve web1-1`");
    assertThat(decider.approve("web1-1", NOW).accepted()).isTrue();
    assertThat(kinds()).isEmpty();
    assertThat(kinds()).containsExactly(Kind.AWAITING_APPROVAL);
  }

  @Test
  void anApprovalDoesNotLiftOtherGuards() {
    global = Mode.APPROVE;
    assertThat(kinds()).containsExactly(Kind.AWAITING_APPROVAL);
    decider.approve("web1-1", NOW);
    healthyOthers = 0;
    assertThat(kinds()).containsExactly(Kind.MINIMUM_HEALTHY);
    healthyOthers = 1;
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aQuestionExpires() {
    global = Mode.APPROVE;
    assertThat(kinds()).containsExactly(Kind.AWAITING_APPROVAL);
    Moment later = NOW.plus(Duration.ofMinutes(15));
    assertThat(decider.approve("web1-1", later).accepted()).isFalse();
    assertThat(kinds(later)).containsExactly(Kind.AWAITING_APPROVAL);
  }

  @Test
  void aQuestionIsNotAskedWhileAnotherGuardHolds() {
    global = Mode.APPROVE;
    healthyOthers = 0;
    assertThat(kinds()).containsExactly(Kind.MINIMUM_HEALTHY);
    assertThat(decider.approve("web1-1", NOW).accepted()).isFalse();
  }

  @Test
  void aConditionThatWentAwayTakesItsQuestionWithIt() {
    global = Mode.APPROVE;
    assertThat(kinds()).containsExactly(Kind.AWAITING_APPROVAL);
    decider.approve("web1-1", NOW);
    assertThat(decider.decide(List.of(), input(), NOW)).isEmpty();
    assertThat(kinds()).containsExactly(Kind.AWAITING_APPROVAL);
  }

  @Test
  void onlyFiringAlertsWithARemedyWantSomething() {
    var firing = new Verdict.Firing(NOW, false);
    assertThat(Wanted.of(List.of(alert(firing, Remedy.RESTART)))).hasSize(1);
    assertThat(Wanted.of(List.of(alert(firing, null)))).isEmpty();
    assertThat(Wanted.of(List.of(alert(new Verdict.Pending(NOW), Remedy.RESTART)))).isEmpty();
    assertThat(Wanted.of(List.of(alert(new Verdict.Firing(NOW, true), Remedy.RESTART)))).isEmpty();
    assertThat(Wanted.of(List.of(alert(Verdict.Clear.INSTANCE, Remedy.RESTART)))).isEmpty();
    assertThat(Wanted.of(List.of(alert(new Verdict.Unknown("late", firing), Remedy.RESTART))))
        .extracting(Wanted::unknown)
        .containsExactly("late");
    assertThat(
            Wanted.of(
                List.of(
                    alert(new Verdict.Unknown("late", Verdict.Clear.INSTANCE), Remedy.RESTART))))
        .isEmpty();
  }

  @Test
  void aLaterRecordOfAnIncidentReplacesTheOlderAndKeepsItsTime() {
    var open =
        new PastRemediation(
            "i", "web1", Remedy.RESTART, Trigger.RULE, "x", NOW.instant(), Outcome.OPEN);
    var later = NOW.instant().plusSeconds(600);
    var cured =
        new PastRemediation("i", "web1", Remedy.RESTART, Trigger.RULE, "x", later, Outcome.CURED);
    var both = History.EMPTY.with(open, NOW.instant()).with(cured, later);
    assertThat(both.past()).hasSize(1);
    assertThat(both.past().getFirst().actedAt()).isEqualTo(NOW.instant());
    assertThat(both.past().getFirst().outcome()).isEqualTo(Outcome.CURED);
    assertThat(both.with(open, NOW.instant().plus(Duration.ofDays(40))).past()).hasSize(1);
  }

  private static Alert alert(Verdict verdict, @Nullable Remedy remedy) {
    return new Alert(
        "WebServerHung",
        Labels.of("service", "web1"),
        Map.of(),
        verdict,
        1,
        NOW.instant(),
        remedy,
        Mode.ACT);
  }
}
