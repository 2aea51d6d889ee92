package dev.lockkeeper.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectorRunnerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(80);

  private final Map<String, Double> latest = new HashMap<>();
  private final List<String> drained = new ArrayList<>();
  private CollectorRunner runner;
  private Moment now = new Moment(1_000_000, System.nanoTime());

  @AfterEach
  void close() {
    runner.close();
  }

  private void start(Collector... collectors) {
    runner = new CollectorRunner(List.of(collectors), System::nanoTime);
  }

  private void nextTick() {
    now = now.plus(Duration.ofSeconds(1));
    runner.requestDue(now);
  }

  private void drain() {
    runner.drain(batch -> {
      drained.add(batch.collector());
      batch.forEach((series, value) -> latest.put(series.metric(), value));
    });
  }

  private void awaitSample(FakeCollector collector, double value) {
    await()
        .atMost(LONG)
        .until(() -> {
          drain();
          return latest.getOrDefault("fake_" + collector.name(), -1.0) == value;
        });
  }

  private Map<String, Double> self() {
    var samples = new HashMap<String, Double>();
    runner.sampleSelf(now, (series, value) -> samples.put(series.toString(), value));
    return samples;
  }

  @Test
  void whatATickAsksForIsThereInTheSameTick() {
    var a = FakeCollector.quick("a");
    var b = FakeCollector.quick("b");
    start(a, b);
    runner.requestDue(now);
    assertThat(runner.awaitQuick(LONG)).isTrue();
    drain();
    assertThat(latest).containsEntry("fake_a", 1.0).containsEntry("fake_b", 1.0);
    assertThat(a.thread).isEqualTo("collector").isEqualTo(b.thread);
  }

  @Test
  void samplesCarryTheMomentOfTheTickThatAsked() {
    start(FakeCollector.quick("a"));
    runner.requestDue(now);
    runner.awaitQuick(LONG);
    var moments = new ArrayList<Moment>();
    runner.drain(batch -> moments.add(batch.moment()));
    assertThat(moments).containsExactly(now);
  }

  @Test
  void aQuickCollectorThatHangsDelaysNoOther() {
    var hanging = FakeCollector.quick("hanging");
    var other = FakeCollector.quick("other");
    hanging.hang = new CountDownLatch(1);
    hanging.deadline = SHORT;
    start(hanging, other);
    runner.requestDue(now);
    // No second tick, no help from the loop: the other is read all the same.
    awaitSample(other, 1);
    nextTick();
    awaitSample(other, 2);
    assertThat(hanging.runs).hasValue(1);
    hanging.hang.countDown();
  }

  @Test
  void aCollectorThatMayHangHasItsOwnThread() {
    var hanging = FakeCollector.slow("mounts");
    var other = FakeCollector.quick("other");
    hanging.hang = new CountDownLatch(1);
    hanging.deadline = SHORT;
    start(hanging, other);
    runner.requestDue(now);
    assertThat(runner.awaitQuick(LONG)).isTrue();
    drain();
    assertThat(latest).containsKey("fake_other");
    await().atMost(LONG).until(() -> hanging.runs.get() == 1);
    assertThat(hanging.thread).isEqualTo("collector-mounts");
    hanging.hang.countDown();
  }

  @Test
  void aStuckCollectorIsMarkedAndRecoversWhenItReturns() {
    var hanging = FakeCollector.quick("hanging");
    start(hanging);
    runner.requestDue(now);
    awaitSample(hanging, 1);
    hanging.hang = new CountDownLatch(1);
    hanging.deadline = SHORT;
    nextTick();
    await().atMost(LONG).until(() -> runner.states(now).getFirst().stuck());
    assertThat(self()).containsEntry("lockkeeper_collector_success{collector=\"hanging\"}", 0.0);
    nextTick();
    nextTick();
    assertThat(hanging.runs).as("not started again while it hangs").hasValue(2);

    hanging.hang.countDown();
    hanging.hang = null;
    hanging.deadline = LONG;
    awaitSample(hanging, 2);
    nextTick();
    awaitSample(hanging, 3);
    assertThat(runner.states(now).getFirst().stuck()).isFalse();
    assertThat(self()).containsEntry("lockkeeper_collector_success{collector=\"hanging\"}", 1.0);
  }

  @Test
  void severalThatHangOneAfterTheOtherLeaveTheRestAlone() {
    var first = FakeCollector.quick("first");
    var second = FakeCollector.quick("second");
    var rest = FakeCollector.quick("rest");
    first.hang = new CountDownLatch(1);
    second.hang = first.hang;
    first.deadline = SHORT;
    second.deadline = SHORT;
    start(first, second, rest);
    runner.requestDue(now);
    awaitSample(rest, 1);
    first.hang.countDown();
    awaitSample(first, 1);
    awaitSample(second, 1);
  }

  @Test
  void anAnswerOlderThanThreeIntervalsIsOverdue() {
    var hanging = FakeCollector.slow("mounts");
    start(hanging);
    runner.requestDue(now);
    assertThat(runner.overdue(now)).as("never answered").hasSize(1);
    awaitSample(hanging, 1);
    assertThat(runner.overdue(now)).isEmpty();
    assertThat(runner.overdue(now.plus(Duration.ofSeconds(3)))).isEmpty();
    List<Overdue> late = runner.overdue(now.plus(Duration.ofMillis(3001)));
    assertThat(late)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.source()).isEqualTo("mounts");
          assertThat(one.metrics()).containsExactly("fake_mounts");
          assertThat(one.reason()).isEqualTo("no answer for 3 s");
        });
  }

  @Test
  void aFailureIsOverdueAfterThreeIntervalsAndSaysWhy() {
    var failing = FakeCollector.quick("failing");
    failing.failure = new IOException("/proc/x:1: the load is missing");
    start(failing);
    runner.requestDue(now);
    runner.awaitQuick(LONG);
    drain();
    assertThat(runner.states(now).getFirst())
        .returns(false, CollectorState::success)
        .returns("/proc/x:1: the load is missing", CollectorState::error);
    assertThat(runner.overdue(now).getFirst().reason())
        .isEqualTo("it fails for 0 s: /proc/x:1: the load is missing");
  }

  @Test
  void whatAFailureGaveIsNotOverdue() {
    Collector exporter =
        new Collector() {
          @Override
          public String name() {
            return "nginx/web";
          }

          @Override
          public dev.lockkeeper.model.Labels labels() {
            return dev.lockkeeper.model.Labels.of("service", "web");
          }

          @Override
          public List<dev.lockkeeper.model.MetricFamily> catalogue() {
            return List.of(
                dev.lockkeeper.model.MetricFamily.gauge("nginx_up", "Up.", "service"),
                dev.lockkeeper.model.MetricFamily.gauge("nginx_waiting", "Idle.", "service"));
          }

          @Override
          public void collect(Moment at, dev.lockkeeper.model.SampleSink sink) throws IOException {
            sink.sample(SeriesId.of("nginx_up", "service", "web"), 0);
            throw new IOException("no answer");
          }
        };
    start(exporter);
    runner.requestDue(now);
    runner.awaitQuick(LONG);
    drain();
    assertThat(latest).containsEntry("nginx_up", 0.0);
    Overdue late = runner.overdue(now).getFirst();
    assertThat(late.metrics()).containsExactly("nginx_waiting");
    assertThat(late.labels().value("service")).isEqualTo("web");
  }

  @Test
  void noDataIsNeitherSuccessNorOverdue() {
    var absent = FakeCollector.quick("absent");
    absent.failure = new NoDataException("/proc/pressure does not exist");
    start(absent);
    runner.requestDue(now);
    runner.awaitQuick(LONG);
    drain();
    assertThat(runner.overdue(now)).isEmpty();
    assertThat(self())
        .containsEntry("lockkeeper_collector_success{collector=\"absent\"}", 0.0)
        .doesNotContainKey("lockkeeper_collector_age_seconds{collector=\"absent\"}");
  }

  @Test
  void aDefectInOneCollectorIsItsFailureAlone() {
    var broken = FakeCollector.quick("broken");
    var other = FakeCollector.quick("other");
    broken.defect = new IllegalStateException("a defect");
    start(broken, other);
    runner.requestDue(now);
    awaitSample(other, 1);
    assertThat(runner.states(now).getFirst().error()).contains("a defect");
    nextTick();
    awaitSample(other, 2);
  }

  @Test
  void oneThatIsNotDueIsNotAskedAgain() {
    var a = FakeCollector.quick("a");
    start(a);
    runner.requestDue(now);
    awaitSample(a, 1);
    runner.requestDue(now.plus(Duration.ofMillis(500)));
    assertThat(runner.awaitQuick(LONG)).isTrue();
    assertThat(a.runs).hasValue(1);
    // Ticks are uneven: a little early is in time, and does not shift the next one.
    runner.requestDue(now.plus(Duration.ofMillis(950)));
    awaitSample(a, 2);
    runner.requestDue(now.plus(Duration.ofMillis(2010)));
    awaitSample(a, 3);
  }

  @Test
  void aBatchIsOverwrittenOnlyAfterItWasDrained() {
    var a = FakeCollector.quick("a");
    start(a);
    runner.requestDue(now);
    runner.awaitQuick(LONG);
    nextTick();
    assertThat(runner.awaitQuick(LONG)).isTrue();
    assertThat(a.runs).hasValue(1);
    drain();
    assertThat(drained).containsExactly("a");
    nextTick();
    awaitSample(a, 2);
  }

  @Test
  void durationAndAgeAreMeasured() {
    var a = FakeCollector.quick("a");
    start(a);
    runner.requestDue(now);
    awaitSample(a, 1);
    now = now.plus(Duration.ofMillis(2500));
    assertThat(self())
        .containsEntry("lockkeeper_collector_age_seconds{collector=\"a\"}", 2.5)
        .hasEntrySatisfying(
            "lockkeeper_collector_duration_seconds{collector=\"a\"}",
            seconds -> assertThat(seconds).isBetween(0.0, 20.0));
  }

  @Test
  void manySamplesFitIntoABatch() {
    Collector many =
        new Collector() {
          @Override
          public String name() {
            return "many";
          }

          @Override
          public List<dev.lockkeeper.model.MetricFamily> catalogue() {
            return List.of();
          }

          @Override
          public void collect(Moment at, dev.lockkeeper.model.SampleSink sink) {
            for (int i = 0; i < 1000; i++) {
              sink.sample(SeriesId.of("m", "i", Integer.toString(i)), i);
            }
          }
        };
    start(many);
    runner.requestDue(now);
    await()
        .atMost(LONG)
        .until(() -> {
          int[] size = new int[1];
          runner.drain(batch -> size[0] = batch.size());
          return size[0] == 1000;
        });
  }
}
