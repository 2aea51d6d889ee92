package dev.lockkeeper.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.collect.ProbeSchedule.Target;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.ProbeSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When which probe is due, and when silence becomes a fact.
class ProbeScheduleTest {
  private static final Target WEB = Target.service("web1", tcp(500, 500));
  private static final Target DB = Target.dependency("db", tcp(1_000, 300));

  private Moment now = new Moment(0, Long.MAX_VALUE - 1_000_000_000L);
  private final ProbeSchedule schedule = new ProbeSchedule(List.of(WEB, DB), now);

  @Test
  void everythingIsDueAtTheStartAndThenAtItsOwnPace() {
    assertThat(schedule.due(now)).containsExactly(WEB, DB);
    answered(WEB, DB);
    assertThat(schedule.due(now)).isEmpty();
    assertThat(schedule.nanosUntilDue(now)).isEqualTo(Duration.ofMillis(500).toNanos());
    pass(500);
    assertThat(schedule.nanosUntilDue(now)).isZero();
    assertThat(schedule.due(now)).containsExactly(WEB);
    answered(WEB);
    pass(500);
    assertThat(schedule.due(now)).containsExactly(WEB, DB);
  }

  @Test
  void aLateLoopKeepsTheRhythmAndDoesNotCatchUp() {
    schedule.due(now);
    answered(WEB, DB);
    pass(650);
    assertThat(schedule.due(now)).containsExactly(WEB);
    answered(WEB);
    pass(350);
    assertThat(schedule.due(now)).containsExactly(WEB, DB);
    answered(WEB, DB);
    pass(60_000);
    assertThat(schedule.due(now)).containsExactly(WEB, DB);
    answered(WEB, DB);
    assertThat(schedule.due(now)).isEmpty();
  }

  @Test
  void aTargetIsNeverProbedTwiceAtOnce() {
    schedule.due(now);
    pass(5_000);
    assertThat(schedule.due(now)).isEmpty();
    assertThat(schedule.nanosUntilDue(now)).isEqualTo(Long.MAX_VALUE);
    answered(WEB);
    assertThat(schedule.due(now)).containsExactly(WEB);
  }

  @Test
  void aServiceThatIsVerifiedIsProbedAtOnceAndThenEveryTenthOfASecond() {
    schedule.due(now);
    answered(WEB, DB);
    pass(10);
    schedule.fast(Set.of("web1"), now);
    assertThat(schedule.due(now)).containsExactly(WEB);
    answered(WEB);
    for (int i = 0; i < 5; i++) {
      assertThat(schedule.nanosUntilDue(now)).isEqualTo(ProbeSchedule.FAST.toNanos());
      pass(100);
      assertThat(schedule.due(now)).containsExactly(WEB);
      schedule.fast(Set.of("web1"), now);
      answered(WEB);
    }
    schedule.fast(Set.of(), now);
    pass(100);
    schedule.due(now);
    answered(WEB);
    assertThat(schedule.nanosUntilDue(now)).isGreaterThan(ProbeSchedule.FAST.toNanos());
  }

  @Test
  void silenceForThreeTurnsAndATimeoutMeansThatNothingIsKnown() {
    pass(1_999);
    assertThat(schedule.overdue(now)).isEmpty();
    pass(1);
    assertThat(schedule.overdue(now))
        .containsExactly(
            new Overdue(
                "probe of service web1",
                Set.of("probe_success", "probe_duration_seconds", "probe_http_status_code"),
                Labels.of("service", "web1"),
                "no result for 2 s"));
    answered(WEB);
    assertThat(schedule.overdue(now)).isEmpty();
  }

  @Test
  void aProbeThatDoesNotComeBackIsOverdueASecondAfterItsTimeout() {
    pass(10_000);
    answered(WEB, DB);
    schedule.due(now);
    pass(1_299);
    assertThat(schedule.overdue(now)).isEmpty();
    pass(1);
    assertThat(schedule.overdue(now))
        .extracting(Overdue::source, Overdue::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "probe of dependency db", "the probe has not come back for 1 s"));
  }

  @Test
  void aFailedProbeIsAResultToo() {
    // overdue means that nothing is known; a refused connection is known
    for (int i = 0; i < 20; i++) {
      schedule.due(now);
      answered(WEB, DB);
      pass(500);
      assertThat(schedule.overdue(now)).isEmpty();
    }
  }

  @Test
  void anAnswerOfATargetThatIsNotProbedAnyMoreIsIgnored() {
    schedule.answered(Target.service("gone", tcp(1, 1)), now);
    assertThat(schedule.due(now)).containsExactly(WEB, DB);
  }

  private void answered(Target... targets) {
    for (var target : targets) {
      schedule.answered(target, now);
    }
  }

  private void pass(long millis) {
    now = now.plus(Duration.ofMillis(millis));
  }

  private static ProbeSpec tcp(long everyMillis, long timeoutMillis) {
    return new ProbeSpec.Tcp(
        "127.0.0.1", 1, Duration.ofMillis(everyMillis), Duration.ofMillis(timeoutMillis));
  }
}
