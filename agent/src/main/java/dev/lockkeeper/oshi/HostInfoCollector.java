package dev.lockkeeper.oshi;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What this machine is: operating system, hardware, processors. OSHI is asked once an hour, for it
/// may start programs to find out; between that the same samples are given again, so that they do
/// not become stale.
final class HostInfoCollector implements Collector {
  private static final Duration ASK_AGAIN = Duration.ofHours(1);

  private static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.gauge(
              "node_os_info",
              "The operating system, as labels.",
              "name",
              "version",
              "version_codename",
              "build_id"),
          MetricFamily.gauge(
              "node_dmi_info",
              "The hardware, as labels.",
              "system_vendor",
              "product_name",
              "bios_vendor",
              "bios_version",
              "bios_date"),
          MetricFamily.gauge(
              "lockkeeper_host_info",
              "Processor and kind of machine, as labels.",
              "os_family",
              "processor",
              "processor_vendor",
              "bits",
              "virtualization"),
          MetricFamily.gauge("lockkeeper_host_logical_processors", "Logical processors."),
          MetricFamily.gauge("lockkeeper_host_physical_processors", "Processor cores."),
          MetricFamily.gauge("lockkeeper_host_memory_bytes", "Physical memory."));

  private List<HostFacts.Fact> facts = List.of();
  private @Nullable Moment asked;

  @Override
  public String name() {
    return "host_info";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return CATALOGUE;
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Duration deadline() {
    return Duration.ofSeconds(20);
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  @Override
  public void collect(Moment now, SampleSink sink) {
    Moment last = asked;
    if (last == null || now.reached(last, ASK_AGAIN)) {
      facts = HostFacts.ask();
      asked = now;
    }
    for (HostFacts.Fact fact : facts) {
      SeriesId series = fact.series();
      sink.sample(series, fact.value());
    }
  }
}
