package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Functions of windows that reach into buckets, against the same with every sample kept.
class BucketFunctionsTest {
  private static final int SECONDS = 9 * 3600;
  private static final Duration STALE = Duration.ofSeconds(3);

  private static final SeriesStore TIERS = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private static final SeriesStore SAMPLES =
      new SeriesStore(
          new SeriesStore.Bounds(
              Duration.ofHours(10), Duration.ofHours(10), 100, Long.MAX_VALUE, Long.MAX_VALUE));

  @BeforeAll
  static void fill() {
    TIERS.keepFor(java.util.Map.of("wide_total", Duration.ofHours(9)));
    var random = new Random(11);
    var counter = SeriesId.of("served_total");
    var wide = SeriesId.of("wide_total");
    var memory = SeriesId.of("memory");
    var ratio = SeriesId.of("ratio");
    var gaps = SeriesId.of("gaps");
    double[] state = {0, 0, 0, 4096, 0};
    for (int t = 1; t <= SECONDS; t++) {
      state[0] = random.nextInt(2000) == 0 ? random.nextInt(10) : state[0] + random.nextInt(50);
      state[1] =
          random.nextInt(5000) == 0 ? 0 : (Math.rint(state[1] * 100) + random.nextInt(99)) / 100;
      state[3] = Math.max(0, state[3] + 4096 * random.nextInt(-5, 6));
      for (var store : new SeriesStore[] {TIERS, SAMPLES}) {
        var sink = store.appender(t * 1000L, STALE);
        sink.sample(counter, state[0]);
        sink.sample(wide, state[1]);
        sink.sample(memory, state[3]);
        sink.sample(ratio, Math.sin(t / 77.0) / 3);
        if (t / 500 % 3 != 1) {
          sink.sample(gaps, t % 17);
        }
        if (t % 60 == 0) {
          store.sweep(t * 1000L);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(%s)",
        "increase(%s)",
        "delta(%s)",
        "sum_over_time(%s)",
        "avg_over_time(%s)",
        "count_over_time(%s)",
        "min_over_time(%s)",
        "max_over_time(%s)",
        "last_over_time(%s)",
        "present_over_time(%s)"
      })
  void whatBucketsKnowIsRightAndNotCalledApproximate(String function) {
    for (var metric : new String[] {"served_total", "memory", "ratio", "gaps", "wide_total"}) {
      for (var range : new String[] {"30m", "1h", "5h15m"}) {
        var plan = Planner.plan(function.formatted(metric + "[" + range + "]"));
        long kept = 3 * 3600 + plan.longestWindow().toSeconds();
        for (long at = Math.max(kept, SECONDS - 3600); at <= SECONDS; at += 15 * 37) {
          compare(plan, at, 1e-12);
          assertThat(rightly(plan)).isTrue();
        }
      }
    }
    var plan = Planner.plan(function.formatted("wide_total[8h30m]"));
    compare(plan, SECONDS, 1e-12);
    assertThat(rightly(plan)).isTrue();
  }

  private static boolean rightly(Plan plan) {
    return plan.annotations().stream().noneMatch(note -> note.text().contains("approximate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sum_over_time(%s)", "max_over_time(%s)", "count_over_time(%s)"})
  void anOffsetIntoTheBucketsIsRightWhereNoEdgeCutsOne(String function) {
    for (var metric : new String[] {"served_total", "memory", "gaps"}) {
      var plan = Planner.plan(function.formatted(metric + "[10m]").replace("]", "] offset 2h"));
      compare(plan, SECONDS, 1e-12);
      assertThat(plan.annotations()).isEmpty();
    }
  }

  @Test
  void anEdgeWithinABucketIsApproximateAndSaysSo() {
    for (var function : new String[] {"rate", "increase", "sum_over_time", "count_over_time"}) {
      var plan = Planner.plan(function + "(served_total[1h])");
      compare(plan, SECONDS - 7, 0.02);
      assertThat(plan.annotations())
          .singleElement()
          .satisfies(note -> {
            assertThat(note.level()).isEqualTo(Annotation.Level.INFO);
            assertThat(note.text())
                .isEqualTo(
                    "PromQL info: "
                        + function
                        + "() is approximate: an edge of its window falls between samples that"
                        + " were put together");
          });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deriv(wide_total[4h])",
        "predict_linear(wide_total[4h], 3600)",
        "quantile_over_time(0.9, ratio[5h])",
        "stddev_over_time(ratio[5h])"
      })
  void whatNeedsEverySampleIsNearAndSaysSo(String expression) {
    var plan = Planner.plan(expression);
    compare(plan, SECONDS, 0.05);
    assertThat(plan.annotations()).singleElement().asString().contains("were put together");
  }

  @Test
  void withinTheFirstMinutesNothingIsApproximate() {
    var plan = Planner.plan("quantile_over_time(0.9, served_total[14m])");
    compare(plan, SECONDS - 7, 0);
    assertThat(plan.annotations()).isEmpty();
  }

  private static void compare(Plan plan, long at, double tolerance) {
    var expected = Planner.plan(plan.text()).evaluate(SAMPLES, at * 1000L);
    var actual = plan.evaluate(TIERS, at * 1000L);
    assertThat(actual.size()).as(plan.text()).isEqualTo(expected.size());
    for (int i = 0; i < actual.size(); i++) {
      assertThat(Math.abs(actual.value(i) - expected.value(i)))
          .as("%s at %d: %s, not %s", plan.text(), at, actual.value(i), expected.value(i))
          .isLessThanOrEqualTo(tolerance * (1e-9 + Math.abs(expected.value(i))));
    }
  }
}
