package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Windows that slide give what reading them again gives, whatever happens to series and clock.
class SlidingWindowTest {
  private static final List<String> FUNCTIONS =
      List.of(
          "rate",
          "increase",
          "delta",
          "irate",
          "idelta",
          "count_over_time",
          "present_over_time",
          "last_over_time",
          "min_over_time",
          "max_over_time",
          "changes",
          "resets",
          "sum_over_time",
          "avg_over_time");

  private final SeriesStore store =
      new SeriesStore(new SeriesStore.Bounds(Duration.ofMinutes(6), 100));
  private long now = 1_700_000_000_000L;

  @TestFactory
  List<DynamicTest> slidingEqualsReadingAgain() {
    return IntStream.range(0, 12)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new Run(seed).run()))
        .toList();
  }

  @Test
  void aStepReadsWhatIsNewAndNotTheWindow() {
    var counting = new CountingView(store);
    var parts = new SharedParts(Set.of());
    var plan = parts.plan("rate(m[5m]) + avg_over_time(m[5m])");
    for (int i = 0; i < 900; i++) {
      now += 1_000;
      store.appender(now, Duration.ofSeconds(3)).sample(SeriesId.of("m"), i);
      parts.moveOn();
      if (i == 600) {
        counting.samples = 0;
      }
      assertThat(plan.evaluate(counting, now).size()).isEqualTo(i == 0 ? 0 : 1);
    }
    // each sample when it comes in, and once more when it is about to fall out
    assertThat(counting.samples).isBetween(600L, 700L);
  }

  @Test
  void noMoreWindowsSlideThanMemoryIsSetAsideFor() {
    var counting = new CountingView(store);
    var parts = new SharedParts(Set.of(), 1);
    var plan = parts.plan("max_over_time(m[1m])");
    for (int i = 0; i < 200; i++) {
      now += 1_000;
      for (String a : List.of("1", "2")) {
        store.appender(now, Duration.ofSeconds(3)).sample(SeriesId.of("m", "a", a), i);
      }
      parts.moveOn();
      counting.samples = 0;
      assertThat(plan.evaluate(counting, now).size()).isEqualTo(2);
    }
    assertThat(counting.samples).isBetween(61L, 100L);
  }

  /// Counts the samples that are read through it.
  private static final class CountingView implements SeriesView {
    private final SeriesView view;
    private final Map<Series, Series> counting = new IdentityHashMap<>();
    private long samples;

    CountingView(SeriesView view) {
      this.view = view;
    }

    @Override
    public long generation() {
      return view.generation();
    }

    @Override
    public List<Series> named(String metric) {
      return view.named(metric).stream()
          .map(one -> counting.computeIfAbsent(one, Counting::new))
          .toList();
    }

    @Override
    public List<Series> all() {
      return view.all();
    }

    private final class Counting implements Series {
      private final Series series;

      Counting(Series series) {
        this.series = series;
      }

      @Override
      public SeriesId id() {
        return series.id();
      }

      @Override
      public double valueAt(long epochMillis) {
        return series.valueAt(epochMillis);
      }

      @Override
      public long timeAt(long epochMillis) {
        return series.timeAt(epochMillis);
      }

      @Override
      public long wholeSince() {
        return series.wholeSince();
      }

      @Override
      public void read(long from, long to, SampleWindow window) {
        series.read(from, to, window);
        samples += window.size();
      }
    }
  }

  /// Some minutes of three series, evaluated by plans whose windows slide and by others that read
  /// everything again.
  private static final class Run {
    private final SlidingWindowTest world = new SlidingWindowTest();
    private final Random random;
    private final DoubleSupplier values;
    private final boolean broken;
    private final List<String> windows =
        List.of("m{a=\"1\"}[5m]", "m[5m]", "m[1m] offset 30s", "{a=~\"1|2\"}[40s]", "m[7m]");
    private final SharedParts parts = new SharedParts(Set.of());
    private final SharedParts readingParts = new SharedParts(Set.of(), 0);
    private final List<Plan> goingOn = new ArrayList<>();
    private final List<Plan> reading = new ArrayList<>();
    private double counter;

    Run(int seed) {
      random = new Random(seed);
      int kind = seed % 6;
      broken = kind == 2 || kind == 3;
      values =
          switch (kind) {
            case 0 -> this::counted;
            case 1 -> () -> random.nextInt(4) - 1;
            case 2 -> () -> random.nextGaussian() * 1e3;
            case 3 -> () -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
            case 4 -> () -> random.nextInt(20) == 0 ? odd() : random.nextInt(10);
            default -> () -> random.nextBoolean() ? -0.0 : 0.0;
          };
      for (String window : windows) {
        for (String name : FUNCTIONS) {
          goingOn.add(parts.plan(name + "(" + window + ")"));
          reading.add(readingParts.plan(name + "(" + window + ")"));
        }
      }
    }

    private double counted() {
      counter = random.nextInt(50) == 0 ? 0 : counter + random.nextInt(100);
      return counter;
    }

    private double odd() {
      return switch (random.nextInt(6)) {
        case 0 -> Double.NaN;
        case 1 -> Double.POSITIVE_INFINITY;
        case 2 -> Double.NEGATIVE_INFINITY;
        case 3 -> 1.7e308;
        case 4 -> -1.7e308;
        default -> Double.MIN_VALUE;
      };
    }

    void run() {
      for (int i = 0; i < 900; i++) {
        step();
        long at = world.now;
        if (random.nextInt(100) == 0) {
          // somebody asks for an earlier moment in between
          at -= random.nextInt(20_000);
        }
        compare(at);
      }
    }

    private void step() {
      switch (random.nextInt(400)) {
        case 0 -> world.now -= 2_000 + random.nextInt(100_000);
        case 1 -> world.now += random.nextInt(700_000);
        case 2 -> world.store.markStale(id(1 + random.nextInt(3)), world.now);
        default -> {}
      }
      world.now += 1_000 + (random.nextInt(10) == 0 ? random.nextInt(900) : 0);
      for (int a = 1; a <= 3; a++) {
        if (random.nextInt(15) != 0 && !(a == 3 && world.now / 300_000 % 2 == 0)) {
          // at times a sample comes late: behind an evaluation that it lies before
          long time = world.now - (random.nextInt(20) == 0 ? random.nextInt(1_500) : 0);
          world.store.appender(time, Duration.ofSeconds(3)).sample(id(a), values.getAsDouble());
        }
      }
      world.store.sweep(world.now);
    }

    private static SeriesId id(int a) {
      return SeriesId.of("m", "a", Integer.toString(a));
    }

    private void compare(long at) {
      parts.moveOn();
      readingParts.moveOn();
      for (int p = 0; p < goingOn.size(); p++) {
        var plan = goingOn.get(p);
        var slid = plan.evaluate(world.store, at);
        var read = reading.get(p).evaluate(world.store, at);
        assertThat(slid.size()).as(plan.text()).isEqualTo(read.size());
        for (int i = 0; i < read.size(); i++) {
          assertThat(slid.id(i)).isEqualTo(read.id(i));
          same(plan.text(), slid.value(i), read.value(i));
        }
      }
    }

    private void same(String text, double slid, double read) {
      boolean sum = text.startsWith("sum_") || text.startsWith("avg_");
      if (sum && broken) {
        // the last digit of what is left, and of what cancelled out
        double magnitude = 1e18 * 300;
        assertThat(slid)
            .as(text)
            .isCloseTo(read, Offset.offset(2 * Math.ulp(read) + magnitude * 0x1p-100));
      } else {
        assertThat(Double.doubleToLongBits(slid)).as(text).isEqualTo(Double.doubleToLongBits(read));
      }
    }
  }
}
