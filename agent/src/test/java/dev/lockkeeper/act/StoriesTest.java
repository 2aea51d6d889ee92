package dev.lockkeeper.act;

import static dev.lockkeeper.model.RemediationState.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.ServiceSpec.DrainSpec.Then;
import dev.lockkeeper.model.TrafficStatus.Admin;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoriesTest {
  private final FakeWorld world = new FakeWorld("web1", "web2");
  private final FakeWorld.Server web1 = world.server("web1");

  @AfterEach
  void nothingForbiddenHappened() {
    assertThat(world.broken).isEmpty();
  }

  private Incident incident() {
    return Objects.requireNonNull(world.incident("web1"));
  }

  private void sick() {
    web1.firingSince = world.now(); // answers its probe, but its rule fires
  }

  @Test
  void aSickServerIsDrainedRestartedVerifiedAndCured() {
    web1.inFlight = 3;
    sick();
    world.until("web1", WATCHING);
    assertThat(web1.stops).isEqualTo(1);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    world.until("web1", SERVING);
    assertThat(incident().outcome()).isEqualTo(Outcome.CURED);
    assertThat(world.story("web1")).contains("0 requests in flight").contains("cured: ");
    assertThat(Objects.requireNonNull(world.journal.get("web1")).closed()).isTrue();
    assertThat(world.remembered).hasSize(1);
    Golden.check("sick-server", world.story("web1"));
  }

  @Test
  void aHungServerThatNeverDrainsIsNotWaitedFor() {
    web1.inFlight = 3;
    world.hang("web1");
    world.until("web1", STOPPING);
    assertThat(world.story("web1")).contains("it hangs, 3 requests in flight are not waited for");
    world.until("web1", SERVING);
    assertThat(incident().outcome()).isEqualTo(Outcome.CURED);
    Golden.check("hung-server", world.story("web1"));
  }

  @Test
  void aWorkerThatNeverFinishesIsStoppedAtTheDeadline() {
    web1.inFlight = 1000;
    sick();
    world.until("web1", STOPPING);
    assertThat(world.story("web1")).contains("after 10 s: going on as configured");
  }

  @Test
  void aRestartWhoseRuleIsTakenOutGoesOnAndNobodyClaimsThatItCured() {
    sick();
    world.until("web1", STOPPING);
    world.gone.add("WebServerHung");
    world.until("web1", WATCHING);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    world.until("web1", SERVING);
    assertThat(incident().outcome()).isEqualTo(Outcome.DONE);
    assertThat(world.story("web1"))
        .contains("whether it was cured is not known: the rule WebServerHung is gone");
  }

  @Test
  void giveUpPutsItBackUntouched() {
    world.then = Then.GIVE_UP;
    world.reconfigure();
    web1.inFlight = 1000;
    sick();
    world.until("web1", UNDRAINING);
    world.until("web1", SERVING);
    assertThat(web1.stops).isZero();
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(incident().outcome()).isEqualTo(Outcome.GAVE_UP);
    assertThat(incident().holds()).extracting("kind").containsExactly(Kind.DRAIN_GAVE_UP);
  }

  @Test
  void giveUpNeverPutsBackAServerWhoseProbeFails() {
    world.then = Then.GIVE_UP;
    world.drainDeadline = Duration.ofSeconds(2);
    world.reconfigure();
    web1.inFlight = 1000;
    world.hang("web1");
    world.until("web1", STOPPING);
    assertThat(world.story("web1")).contains("but its probe fails (no answer within 1 s)");
  }

  @Test
  void aSecondAgentThatDrainedTheOtherServerMakesItGiveWay() {
    sick();
    world.until("web1", DRAINING);
    world.minHealthy = 1;
    world.server("web2").hung = true; // what the other agent did: too few are left
    world.until("web1", UNDRAINING);
    world.until("web1", SERVING);
    assertThat(web1.stops).isZero();
    assertThat(incident().holds()).extracting("kind").containsExactly(Kind.MINIMUM_HEALTHY);
  }

  @Test
  void itGoesOnWhenTheOtherAgentGaveWayFirst() {
    web1.inFlight = 50;
    world.random = () -> 0.99;
    sick();
    world.until("web1", DRAINING);
    world.server("web2").hung = true;
    world.pass(Duration.ofMillis(150));
    world.well("web2");
    world.until("web1", STOPPING);
    assertThat(world.story("web1")).contains("enough others are up and ready again: going on");
  }

  @Test
  void aDrainThatHaproxyForgotIsAssertedAgain() {
    web1.inFlight = 20;
    sick();
    world.until("web1", DRAINING);
    world.pass(Duration.ofMillis(200));
    world.reloadBalancer();
    world.pass(Duration.ofMillis(200));
    assertThat(web1.admin).isEqualTo(Admin.DRAIN);
    assertThat(world.story("web1")).contains("was reloaded and has forgotten the drain");
    world.until("web1", WATCHING);
  }

  @ParameterizedTest
  @EnumSource(names = {"DRAINED", "STOPPING", "STARTING", "VERIFYING"})
  void aForgottenDrainIsAssertedAgainInEveryState(RemediationState state) {
    web1.firingSince = world.now();
    world.until("web1", state);
    web1.sickAfterStart = state == VERIFYING;
    web1.hung = state == VERIFYING;
    web1.startHangs = state == STARTING;
    world.answerMillis = 20;
    world.reloadBalancer();
    world.pass(Duration.ofMillis(150));
    assertThat(web1.admin).isEqualTo(Admin.DRAIN);
  }

  @Test
  void aStopThatHangsIsKilled() {
    web1.stopHangs = true;
    sick();
    world.until("web1", STARTING);
    assertThat(world.story("web1")).contains("not stopped within 4 s: killed");
    world.until("web1", WATCHING);
  }

  @Test
  void whatCanNotBeKilledIsHeldOut() {
    web1.stopHangs = true;
    web1.killFails = true;
    sick();
    world.until("web1", HELD_OUT);
    assertThat(incident().outcome()).isEqualTo(Outcome.HELD_OUT);
    assertThat(web1.admin).isEqualTo(Admin.DRAIN);
  }

  @Test
  void aStartThatFailsIsTriedOnceMoreAndThenHeldOut() {
    web1.startFails = true;
    sick();
    world.until("web1", HELD_OUT);
    assertThat(world.story("web1"))
        .contains("the start failed (exit status 1): once more in 1 s")
        .contains("the start failed twice: exit status 1")
        .contains("`lockkeeper ready web1`");
    Golden.check("start-fails", world.story("web1"));
  }

  @Test
  void aStartThatHangsIsHeldOutAtItsDeadline() {
    web1.startHangs = true;
    sick();
    world.until("web1", HELD_OUT);
    assertThat(world.story("web1")).contains("not started within 5 s");
  }

  @Test
  void aProbeThatIsNeverGoodAgainIsHeldOutAndAPersonReadiesIt() {
    web1.sickAfterStart = true;
    sick();
    world.until("web1", HELD_OUT);
    assertThat(world.story("web1")).contains("not healthy within 8 s");
    world.pass(Duration.ofMinutes(5));
    assertThat(world.state("web1")).isEqualTo(HELD_OUT);
    web1.hung = false;
    var ordered = world.agent.ready("web1", "operator", world.now());
    assertThat(ordered.accepted()).isTrue();
    world.perform(ordered.effects());
    world.until("web1", SERVING);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(incident().outcome()).isEqualTo(Outcome.HELD_OUT);
    assertThat(incident().endedAt()).isNotNull();
  }

  @Test
  void anOperatorRestartsWhatIsHeldOut() {
    web1.sickAfterStart = true;
    sick();
    world.until("web1", HELD_OUT);
    web1.sickAfterStart = false;
    world.well("web1");
    web1.hung = true;
    world.perform(world.agent.restart("web1", "operator", world.now()).effects());
    world.until("web1", SERVING);
    assertThat(web1.stops).isEqualTo(2);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(incident().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void aRestartOfWhatIsHeldOutThatGivesUpStaysOut() {
    web1.sickAfterStart = true;
    sick();
    world.until("web1", HELD_OUT);
    web1.controlSilent = true;
    world.perform(world.agent.restart("web1", "operator", world.now()).effects());
    world.until("web1", HELD_OUT);
    world.pass(Duration.ofSeconds(3));
    assertThat(world.state("web1")).isEqualTo(HELD_OUT);
    assertThat(web1.admin).isEqualTo(Admin.DRAIN);
  }

  @Test
  void aConditionThatComesBackIsARelapse() {
    sick();
    world.until("web1", WATCHING);
    world.pass(Duration.ofSeconds(5));
    sick();
    world.pass(Duration.ofMillis(60));
    assertThat(incident().outcome()).isIn(Outcome.RELAPSED, Outcome.HELD);
    assertThat(world.remembered).extracting("outcome").containsExactly(Outcome.RELAPSED);
    assertThat(web1.admin).isEqualTo(Admin.READY);
  }

  @Test
  void unknownNeverCountsAsCured() {
    sick();
    world.until("web1", WATCHING);
    web1.unknown = true;
    sick();
    world.pass(Duration.ofSeconds(65));
    assertThat(world.remembered).extracting("outcome").containsExactly(Outcome.DONE);
    assertThat(world.incidents.values().iterator().next().steps().getLast().text())
        .contains("not known");
  }

  @ParameterizedTest
  @EnumSource(names = {"GUARDING", "DRAINING", "DRAINED"})
  void theKillSwitchUndrainsWhatHasNotReachedStopping(RemediationState state) {
    web1.inFlight = 5;
    sick();
    world.until("web1", state);
    world.perform(world.agent.pause("test", world.now()));
    world.until("web1", SERVING);
    world.pass(Duration.ofSeconds(5));
    assertThat(web1.stops).isZero();
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(world.state("web1")).isEqualTo(SERVING);
  }

  @ParameterizedTest
  @EnumSource(names = {"STOPPING", "STARTING", "VERIFYING", "READYING", "WATCHING"})
  void theKillSwitchLetsFinishWhatHasReachedStopping(RemediationState state) {
    sick();
    world.until("web1", state);
    world.perform(world.agent.pause("test", world.now()));
    world.until("web1", SERVING);
    assertThat(web1.stops).isEqualTo(1);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(incident().outcome()).isEqualTo(Outcome.CURED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"DRAINING", "DRAINED", "STOPPING", "STARTING", "VERIFYING", "READYING", "WATCHING"})
  void anAgentThatIsKilledIsRecoveredFromEveryState(RemediationState state) {
    web1.inFlight = 5;
    world.answerMillis = 15;
    sick();
    world.until("web1", state);
    world.deciding = false;
    world.killAgent();
    world.until("web1", SERVING);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(web1.running).isTrue();
    assertThat(web1.stops).isLessThanOrEqualTo(1);
    assertThat(Objects.requireNonNull(world.journal.get("web1")).closed()).isTrue();
    assertThat(incident().endedAt()).isNotNull();
    assertThat(world.story("web1")).contains("an earlier agent process ended here");
  }

  @Test
  void anAgentThatIsKilledWhileHeldOutHoldsItStill() {
    web1.startFails = true;
    sick();
    world.until("web1", HELD_OUT);
    world.killAgent();
    world.pass(Duration.ofSeconds(10));
    assertThat(world.state("web1")).isEqualTo(HELD_OUT);
    assertThat(web1.admin).isEqualTo(Admin.DRAIN);
  }

  @Test
  void theEndOfTheAgentPutsBackWhatIsNotStoppedYet() {
    web1.inFlight = 50;
    sick();
    world.until("web1", DRAINING);
    world.perform(world.agent.shutDown(world.now()));
    assertThat(world.agent.settled()).isFalse();
    world.until("web1", SERVING);
    assertThat(world.agent.settled()).isTrue();
    assertThat(web1.admin).isEqualTo(Admin.READY);
  }

  @Test
  void anAdministratorsDrainIsNeverTouched() {
    web1.admin = Admin.DRAIN;
    sick();
    world.pass(Duration.ofSeconds(20));
    assertThat(web1.admin).isEqualTo(Admin.DRAIN);
    assertThat(web1.stops).isZero();
    assertThat(incident().holds()).extracting("kind").containsExactly(Kind.ALREADY_OUT_OF_TRAFFIC);
    assertThat(incident().steps()).hasSizeLessThan(4);
    assertThat(world.incidents).hasSize(1);
  }

  @Test
  void aServerThatAnAdministratorPutIntoMaintenanceMeanwhileStaysThere() {
    web1.startHangs = true;
    sick();
    world.until("web1", STARTING);
    web1.admin = Admin.MAINT;
    web1.startHangs = false;
    world.perform(java.util.List.of());
    world.killAgent();
    world.until("web1", SERVING);
    assertThat(web1.admin).isEqualTo(Admin.MAINT);
  }

  @Test
  void aBalancerThatDoesNotAnswerHoldsIt() {
    world.balancerUp = false;
    sick();
    world.pass(Duration.ofSeconds(5));
    assertThat(web1.stops).isZero();
    assertThat(incident().holds()).extracting("kind").containsExactly(Kind.BALANCER_UNREACHABLE);
    world.balancerUp = true;
    world.until("web1", WATCHING);
  }

  @ParameterizedTest
  @EnumSource(names = {"STOPPING", "STARTING", "VERIFYING", "READYING"})
  void aBalancerThatGoesAwayIsWaitedForWithAHealthyServer(RemediationState state) {
    sick();
    world.until("web1", state);
    world.balancerUp = false;
    world.pass(Duration.ofMinutes(2));
    assertThat(world.state("web1")).isEqualTo(READYING);
    assertThat(web1.running).isTrue();
    world.balancerUp = true;
    world.until("web1", WATCHING);
    assertThat(web1.admin).isEqualTo(Admin.READY);
  }

  @ParameterizedTest
  @EnumSource(names = {"DRAINING", "DRAINED"})
  void aServerWhoseDrainCanNotBeConfirmedIsNotStopped(RemediationState state) {
    web1.inFlight = 5;
    sick();
    world.until("web1", state);
    world.balancerUp = false;
    world.until("web1", UNDRAINING);
    world.pass(Duration.ofMinutes(2));
    assertThat(web1.stops).isZero();
    assertThat(world.state("web1")).isEqualTo(UNDRAINING);
    world.balancerUp = true;
    world.until("web1", SERVING);
    assertThat(web1.admin).isEqualTo(Admin.READY);
  }

  @Test
  void nothingIsDrainedThatTheJournalCouldNotUndo() {
    world.journalBroken = true;
    sick();
    world.until("web1", UNDRAINING);
    world.until("web1", SERVING);
    assertThat(world.effects).noneMatch(Effect.Stop.class::isInstance);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(world.story("web1")).contains("the journal can't be written");
  }

  @Test
  void answersToWhatIsNoLongerAwaitedChangeNothing() {
    sick();
    world.until("web1", STARTING);
    assertThat(world.agent.on("web1", new Event.Stopped(1, ""), world.now())).isEmpty();
    assertThat(world.agent.on("web1", new Event.Started(2, "late"), world.now())).isEmpty();
    assertThat(world.state("web1")).isEqualTo(STARTING);
  }

  @Test
  void anOperatorsDrainStaysUntilReady() {
    var ordered = world.agent.drain("web1", "operator", world.now());
    assertThat(ordered.accepted()).isTrue();
    world.perform(ordered.effects());
    world.until("web1", DRAINED);
    world.perform(world.agent.pause("test", world.now()));
    world.pass(Duration.ofHours(1).dividedBy(6));
    world.killAgent();
    world.until("web1", DRAINED);
    assertThat(web1.admin).isEqualTo(Admin.DRAIN);
    assertThat(world.agent.drain("web1", "operator", world.now()).accepted()).isFalse();
    world.perform(world.agent.ready("web1", "operator", world.now()).effects());
    world.until("web1", SERVING);
    assertThat(web1.admin).isEqualTo(Admin.READY);
    assertThat(incident().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void anOperatorsReloadStaysInTraffic() {
    world.perform(world.agent.reload("web1", "operator", world.now()).effects());
    world.until("web1", VERIFYING);
    world.until("web1", SERVING);
    assertThat(world.effects).noneMatch(Effect.DrainTraffic.class::isInstance);
    assertThat(incident().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void aNewConfigurationIsTakenWhenNothingIsUnderWayAnyMore() {
    web1.inFlight = 5;
    sick();
    world.until("web1", DRAINING);
    world.drainDeadline = Duration.ofSeconds(77);
    world.reconfigure();
    assertThat(world.agent.spec("web1").orElseThrow().drain().deadline()).hasSeconds(10);
    world.until("web1", SERVING);
    assertThat(world.agent.spec("web1").orElseThrow().drain().deadline()).hasSeconds(77);
  }

  @Test
  void oneAtATimeOnAMachineAlsoForOperators() {
    web1.inFlight = 50;
    sick();
    world.until("web1", DRAINING);
    assertThat(world.agent.restart("web2", "operator", world.now()).message())
        .contains("a remediation of web1 is under way");
  }

  @Test
  void aHeldRequestIsOneIncidentHoweverOftenItIsTold() {
    web1.unknown = true;
    sick();
    world.pass(Duration.ofSeconds(10));
    assertThat(world.incidents).hasSize(1);
    assertThat(world.effects.stream().filter(Effect.Publish.class::isInstance)).hasSize(1);
    web1.firingSince = null;
    world.pass(Duration.ofSeconds(1));
    assertThat(incident().outcome()).isEqualTo(Outcome.HELD);
    assertThat(incident().endedAt()).isNotNull();
  }

  @Test
  void anApprovalStandsInTheIncidentThatAskedForIt() {
    web1.unknown = true;
    sick();
    world.pass(Duration.ofSeconds(1));
    var effects = world.agent.approved(incident().id(), "operator", world.now());
    assertThat(effects)
        .singleElement()
        .isInstanceOfSatisfying(
            Effect.Publish.class,
            publish ->
                assertThat(publish.incident().steps().getLast().text())
                    .isEqualTo("approved by operator"));
    assertThat(world.agent.approved("no-such-incident", "operator", world.now())).isEmpty();
  }
}
