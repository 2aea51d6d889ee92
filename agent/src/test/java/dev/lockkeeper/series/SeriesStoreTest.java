package dev.lockkeeper.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView.Series;
import dev.lockkeeper.model.Staleness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {
  private static final Duration STALE = Duration.ofSeconds(3);
  private static final SeriesId UP = SeriesId.of("up", "service", "a");

  private final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private final SampleWindow window = new SampleWindow();

  @Test
  void aSeriesIsSeenWhileItsLatestSampleIsYoungEnough() {
    put(10_000, 1);
    assertThat(up().valueAt(9_999)).satisfies(SeriesStoreTest::missing);
    assertThat(up().valueAt(13_000)).isEqualTo(1);
    assertThat(up().valueAt(13_001)).satisfies(SeriesStoreTest::missing);
  }

  @Test
  void aSeriesThatIsMarkedStaleIsGoneAtOnceAndComesBackWithItsNextSample() {
    put(10_000, 1);
    store.markStale(UP, 10_500);
    assertThat(up().valueAt(10_400)).isEqualTo(1);
    assertThat(up().valueAt(10_600)).satisfies(SeriesStoreTest::missing);
    put(11_000, 2);
    assertThat(up().valueAt(11_000)).isEqualTo(2);
    up().read(0, 20_000, window);
    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void windowsAreOpenOnTheLeftAndClosedOnTheRight() {
    for (int i = 0; i <= 300; i++) {
      put(i * 1000L, i);
    }
    up().read(100_000, 200_000, window);
    assertThat(window.size()).isEqualTo(100);
    assertThat(window.value(0)).isEqualTo(101);
    assertThat(window.time(99)).isEqualTo(200_000);
  }

  @Test
  void samplesOutOfOrderAreDroppedAndCounted() {
    put(10_000, 1);
    put(10_000, 2);
    put(9_000, 3);
    assertThat(store.outOfOrder()).isEqualTo(2);
    assertThat(up().valueAt(10_000)).isEqualTo(1);
  }

  @Test
  void afterTheWallClockWasSetBackSeriesBeginAnewInsteadOfWaiting() {
    put(3_600_000, 1);
    put(10_000, 2);
    assertThat(up().valueAt(10_000)).isEqualTo(2);
    assertThat(store.clockJumps()).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    for (long t = 0; t < 3_600_000; t += 1000) {
      put(t, Math.sin((double) t));
    }
    up().read(Long.MIN_VALUE, Long.MAX_VALUE, window);
    assertThat(window.samples()).isEqualTo(3600);
    assertThat(window.size()).isLessThan(900 + 128 + 3600 / 15);
    store.sweep(3_600_000 + 900_000);
    up().read(Long.MIN_VALUE, Long.MAX_VALUE, window);
    assertThat(window.samples()).isEqualTo(3600);
    assertThat(window.size()).isEqualTo(3600 / 15 + 1);
    store.sweep(3_600_000 + 6 * 3_600_000);
    assertThat(store.named("up")).isEmpty();
    assertThat(store.size()).isZero();
  }

  @Test
  void seriesBeyondTheBoundAreRefusedAndCounted() {
    var small = new SeriesStore(new SeriesStore.Bounds(Duration.ofMinutes(1), 2));
    for (int i = 0; i < 5; i++) {
      small.appender(1000, STALE).sample(SeriesId.of("m", "i", "" + i), 1);
    }
    assertThat(small.size()).isEqualTo(2);
    assertThat(small.refused()).isEqualTo(3);
    small.sweep(100_000);
    small.appender(100_000, STALE).sample(SeriesId.of("m", "i", "9"), 1);
    assertThat(small.size()).isEqualTo(1);
  }

  @Test
  void everyKindOfValueComesBackExactlyFromSealedChunks() {
    double[][] kinds = {
      {1, 1, 1},
      {1, 2, 3},
      {0.5, 1.5, 0.25},
      {1e15, 1e15 + 1, 1e15 + 2},
      {-0.0, 0.0, -0.0},
      {1e300, -1e300, 7},
      {Double.NaN, 1, Double.POSITIVE_INFINITY},
      {1L << 53, 1, 2}
    };
    for (int k = 0; k < kinds.length; k++) {
      var id = SeriesId.of("kind", "k", "" + k);
      for (int i = 0; i < 400; i++) {
        store.appender(i * 1000L, STALE).sample(id, kinds[k][i % 3]);
      }
      var series = store.named("kind").get(k);
      series.read(-1, 400_000, window);
      assertThat(window.size()).isEqualTo(400);
      for (int i = 0; i < 400; i++) {
        assertThat(Double.doubleToRawLongBits(window.value(i)))
            .isEqualTo(Double.doubleToRawLongBits(kinds[k][i % 3]));
      }
    }
  }

  @Test
  void aReaderOnAnotherThreadSeesWholeSamplesInOrderWhileTheLoopWrites() throws Exception {
    put(0, 0);
    var done = new AtomicBoolean();
    var failure = new AtomicReference<Throwable>();
    var readers = new ArrayList<Thread>();
    for (int r = 0; r < 2; r++) {
      readers.add(
          Thread.ofPlatform()
              .name("reader-" + r)
              .start(() -> {
                try {
                  var mine = new SampleWindow();
                  while (!done.get()) {
                    up().read(Long.MIN_VALUE, Long.MAX_VALUE, mine);
                    for (int i = 0; i < mine.size(); i++) {
                      // Value and time are written as one: value = time / 1000.
                      assertThat(mine.value(i) * 1000).isEqualTo((double) mine.time(i));
                      assertThat(i == 0 || mine.time(i) > mine.time(i - 1)).isTrue();
                    }
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              }));
    }
    for (int i = 1; i < 200_000; i++) {
      put(i * 500L, i / 2.0);
    }
    done.set(true);
    for (var reader : readers) {
      reader.join();
    }
    assertThat(failure.get()).isNull();
  }

  private void put(long epochMillis, double value) {
    store.appender(epochMillis, STALE).sample(UP, value);
  }

  private Series up() {
    return store.named("up").getFirst();
  }

  private static void missing(double value) {
    assertThat(Staleness.isMarker(value)).isTrue();
  }
}
