package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Windows that slide give what reading them again gives, whatever happens to series and clock.
class SlidingWindowTest {
  private static final List<String> TO_THE_BIT =
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
          "resets");
  private static final List<String> SUMS = List.of("sum_over_time", "avg_over_time");

  private final SeriesStore store =
      new SeriesStore(new SeriesStore.Bounds(Duration.ofMinutes(6), 100));
  private long now = 1_700_000_000_000L;

  @TestFactory
  List<DynamicTest> slidingEqualsReadingAgain() {
    return java.util.stream.IntStream.range(0, 24)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new Run(seed).run()))
        .toList();
  }

  /// Some minutes of three series, evaluated by plans that go on and by plans made anew.
  private static final class Run {
    private final SlidingWindowTest world = new SlidingWindowTest();
    private final Random random;
    private final DoubleSupplier values;
    private final boolean broken;
    private final List<String> windows =
        List.of("m{a=\"1\"}[5m]", "m[5m]", "m[1m] offset 30s", "{a=~\"1|2\"}[40s]", "m[7m]");
    private final SharedParts parts = new SharedParts(java.util.Set.of());
    private final List<Plan> goingOn;
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
      goingOn =
          windows.stream()
              .flatMap(window ->
                  java.util.stream.Stream.concat(TO_THE_BIT.stream(), SUMS.stream())
                      .map(name -> parts.plan(name + "(" + window + ")")))
              .toList();
      parts.complete();
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
      for (int i = 0; i < 1_500; i++) {
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
      for (var plan : goingOn) {
        var slid = plan.evaluate(world.store, at);
        var read = Planner.plan(plan.text()).evaluate(world.store, at);
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
            .isCloseTo(
                read,
                org.assertj.core.data.Offset.offset(2 * Math.ulp(read) + magnitude * 0x1p-100));
      } else {
        assertThat(Double.doubleToLongBits(slid)).as(text).isEqualTo(Double.doubleToLongBits(read));
      }
    }
  }
}
