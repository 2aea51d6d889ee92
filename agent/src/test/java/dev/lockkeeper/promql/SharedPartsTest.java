package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Expressions that have parts in common answer as if each stood alone.
class SharedPartsTest {
  private final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private final SharedParts parts = new SharedParts(Set.of("recorded"));
  private long now = 1_700_000_000_000L;

  private void sample(String metric, double value) {
    store.appender(now, Duration.ofSeconds(3)).sample(SeriesId.of(metric), value);
  }

  private double value(Plan plan) {
    var vector = plan.evaluate(store, now);
    return vector.size() == 1 ? vector.value(0) : Double.NaN;
  }

  @Test
  void anEqualPartIsReadOnceInAMoment() {
    var first = parts.plan("m + 1");
    var second = parts.plan("( m ) + 2");
    sample("m", 1);
    assertThat(value(first)).isEqualTo(2);
    store.markStale(SeriesId.of("m"), now + 1);
    now += 1;
    assertThat(value(second)).isNaN();
  }

  @Test
  void samplesThatComeWithinAMomentAreSeenOnceTheCallerSaysSo() {
    var plan = parts.plan("n or vector(0)");
    assertThat(value(plan)).isZero();
    sample("n", 5);
    parts.moveOn();
    assertThat(plan.evaluate(store, now).value(0)).isEqualTo(5);
  }

  @Test
  void whatRulesRecordIsReadAnewByEach() {
    var before = parts.plan("recorded * 1");
    var after = parts.plan("recorded * 1 + 0");
    assertThat(value(before)).isNaN();
    sample("recorded", 7);
    assertThat(value(after)).isEqualTo(7);
  }

  @Test
  void aPartInASubqueryIsNotTheOneOutside() {
    for (int i = 0; i < 20; i++) {
      now += 1_000;
      sample("m", i);
    }
    var plan = parts.plan("m - min_over_time(m[10s:1s])");
    assertThat(value(plan)).isEqualTo(9);
  }

  @Test
  void timestampStillSeesTheSampleOfASharedSelector() {
    sample("m", 1);
    var value = parts.plan("m * 1");
    var time = parts.plan("timestamp(m)");
    now += 2_000;
    assertThat(value(value)).isEqualTo(1);
    assertThat(value(time)).isEqualTo((now - 2_000) / 1000.0);
  }

  @Test
  void aPartThatFailsFailsForEveryone() {
    for (String a : new String[] {"1", "2"}) {
      store.appender(now, Duration.ofSeconds(3)).sample(SeriesId.of("m", "a", a), 1);
    }
    for (String limit : new String[] {"0", "1"}) {
      var plan = parts.plan("(m + on () m) > " + limit);
      assertThatThrownBy(() -> plan.evaluate(store, now)).isInstanceOf(EvaluationException.class);
    }
  }
}
