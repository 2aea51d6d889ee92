package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.SeriesStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rules that find nothing amiss, second after second.
class SteadyRulesTest {
  private static final List<String> EXPRESSIONS =
      List.of(
          "m{a=\"%1$d\"} > 1e6 + %2$d",
          "rate(m_total{a=\"%1$d\"}[1m]) > 1e6 + %2$d",
          "predict_linear(m{a=\"%1$d\"}[1m], 60) > 1e6 + %2$d",
          "quantile_over_time(0.9, m{a=\"%1$d\"}[1m]) + stddev_over_time(m{a=\"%1$d\"}[1m]) > 1e6 +"
              + " %2$d",
          "sum by (a) (rate(m_total[1m])) / on (a) max by (a) (m) > 1e6 + %2$d",
          "topk(2, m) > 1e6 + %2$d",
          "m{a=\"%1$d\"} > 1e6 + %2$d and on (a) m_total > 0 unless on (a) m_total < 0");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void whatATickAllocatesDoesNotGrowWithTheNumberOfRules() {
    long few = allocated(70);
    long many = allocated(700);
    assertThat(many - few).isLessThan(700);
  }

  /// The least of some ticks: the others may compile or load something.
  private long allocated(int count) {
    var timeline = new RuleTimeline();
    timeline.rules = RuleTimeline.compile(rules(count));
    var store = timeline.store;
    long least = Long.MAX_VALUE;
    for (int second = 0; second < 200; second++) {
      feed(store, timeline.now.epochMillis(), second);
      long before = threads.getCurrentThreadAllocatedBytes();
      var report = timeline.rules.evaluate(store, List.of(), timeline.now, Recorder.NONE);
      long after = threads.getCurrentThreadAllocatedBytes();
      assertThat(report).isEqualTo(RuleReport.QUIET);
      least = second > 100 ? Math.min(least, after - before) : least;
      timeline.now = timeline.now.plus(Duration.ofSeconds(1));
    }
    return least;
  }

  private static RuleSpec[] rules(int count) {
    var specs = new ArrayList<RuleSpec>();
    for (int i = 0; i < count; i++) {
      String expression = EXPRESSIONS.get(i % EXPRESSIONS.size()).formatted(i % 10, i);
      specs.add(RuleTimeline.alert("Rule" + i, expression, 0, 0));
    }
    return specs.toArray(new RuleSpec[0]);
  }

  private static void feed(SeriesStore store, long epochMillis, int second) {
    var sink = store.appender(epochMillis, Duration.ofSeconds(3));
    for (int a = 0; a < 10; a++) {
      sink.sample(SeriesId.of("m", "a", Integer.toString(a)), a + second % 7);
      sink.sample(SeriesId.of("m_total", "a", Integer.toString(a)), a * second);
    }
  }
}
