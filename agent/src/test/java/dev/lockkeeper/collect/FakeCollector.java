package dev.lockkeeper.collect;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Yields 1, 2, 3, … and can be made to hang, to fail and to have nothing.
final class FakeCollector implements Collector {
  private final String name;
  private final boolean mayHang;
  final AtomicInteger runs = new AtomicInteger();
  volatile CountDownLatch hang;
  volatile IOException failure;
  volatile RuntimeException defect;
  volatile Duration deadline = Duration.ofSeconds(20);
  volatile String thread = "";

  FakeCollector(String name, boolean mayHang) {
    this.name = name;
    this.mayHang = mayHang;
  }

  static FakeCollector quick(String name) {
    return new FakeCollector(name, false);
  }

  static FakeCollector slow(String name) {
    return new FakeCollector(name, true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(MetricFamily.gauge("fake_" + name, "A fake."));
  }

  @Override
  public boolean mayHang() {
    return mayHang;
  }

  @Override
  public Duration deadline() {
    return deadline;
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    thread = Thread.currentThread().getName();
    int run = runs.incrementAndGet();
    CountDownLatch latch = hang;
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    if (defect != null) {
      throw defect;
    }
    sink.sample(SeriesId.of("fake_" + name), run);
  }
}
