package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The state of alerts from one process to the next.
class SavedAlertsTest {
  private static final Duration TOLERANCE = Duration.ofHours(1);

  @Test
  void aFiringAlertGoesOnFiringAndKeepsItsBeginning() {
    var before = new RuleTimeline(RuleTimeline.alert("Down", "up == 0", 3, 0));
    assertThat(before.run("a", "000000")).isEqualTo("pppFFF");
    var activeAt = before.last.alerts().getFirst().activeAt();

    var after = restarted(before, Duration.ofSeconds(30), 3, 0);
    assertThat(after.run("a", "0001")).isEqualTo("FFFr");
    assertThat(after.last.alerts().getFirst().activeAt()).isEqualTo(activeAt);
  }

  @Test
  void aPendingAlertKeepsItsTimeButTheOutageDoesNotCount() {
    var before = new RuleTimeline(RuleTimeline.alert("Down", "up == 0", 5, 0));
    assertThat(before.run("a", "0000")).isEqualTo("pppp");
    var after = restarted(before, Duration.ofSeconds(30), 5, 0);
    // three seconds are over, the first evaluation adds none
    assertThat(after.run("a", "0000")).isEqualTo("ppFF");
  }

  @Test
  void anAlertThatIsNotSeenAtOnceIsUnknownForAWhileAndThenEnds() {
    var before = new RuleTimeline(RuleTimeline.alert("Down", "up == 0", 0, 0));
    before.run("a", "00");
    var after = restarted(before, Duration.ofSeconds(5), 0, 0);
    assertThat(after.run("a", "_".repeat(15))).isEqualTo("?".repeat(13) + "r.");
  }

  @Test
  void keepFiringForGoesOnWhereItWas() {
    var before = new RuleTimeline(RuleTimeline.alert("Down", "up == 0", 0, 4));
    assertThat(before.run("a", "0111")).isEqualTo("Fkkk");
    var after = restarted(before, Duration.ofSeconds(5), 0, 4);
    assertThat(after.run("a", "0")).isEqualTo("F");
    assertThat(after.run("a", "111111")).isEqualTo("kkkkr.");
  }

  @Test
  void aChangedRuleAndALongOutageBeginAnew() {
    var before = new RuleTimeline(RuleTimeline.alert("Down", "up == 0", 2, 0));
    before.run("a", "0000");
    assertThat(restarted(before, Duration.ofSeconds(5), 3, 0).run("a", "0000")).isEqualTo("pppF");
    assertThat(restarted(before, Duration.ofHours(2), 2, 0).run("a", "0000")).isEqualTo("ppFF");
  }

  @Test
  void changesAreCountedSoThatOnlyTheyAreWritten() {
    var timeline = new RuleTimeline(RuleTimeline.alert("Down", "up == 0", 2, 0));
    timeline.run("a", "1111");
    assertThat(timeline.rules.changes()).isZero();
    timeline.run("a", "000");
    long firing = timeline.rules.changes();
    assertThat(firing).isPositive();
    timeline.run("a", "0000");
    assertThat(timeline.rules.changes()).isEqualTo(firing);
    timeline.run("a", "1");
    assertThat(timeline.rules.changes()).isGreaterThan(firing);
  }

  private static RuleTimeline restarted(
      RuleTimeline before, Duration outage, int forSeconds, int keepSeconds) {
    var saved = before.rules.saved(before.now);
    var after = new RuleTimeline(RuleTimeline.alert("Down", "up == 0", forSeconds, keepSeconds));
    // another process has another origin of its monotonic clock
    after.now = new Moment(before.now.epochMillis() + outage.toMillis(), 77_000_000_000L);
    after.rules.restore(saved, after.now, TOLERANCE);
    return after;
  }
}
