package dev.lockkeeper.oshi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.collect.Catalogue;
import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// OSHI knows this machine, whatever it is: that is what it is for.
class OshiCollectorsTest {
  private static final Moment NOW = new Moment(1_000, 1_000);

  private static Map<SeriesId, Double> collect(Collector collector) throws IOException {
    var samples = new LinkedHashMap<SeriesId, Double>();
    collector.collect(
        NOW, (series, value) -> assertThat(samples.put(series, value)).as(series + "").isNull());
    return samples;
  }

  private static void isInTheCatalogue(Collector collector, Map<SeriesId, Double> samples) {
    var catalogue = Catalogue.of(List.of(collector));
    samples
        .keySet()
        .forEach(id -> {
          var family = catalogue.family(id.metric());
          assertThat(family).as(id.metric()).isPresent();
          assertThat(family.orElseThrow().labelNames()).containsAll(id.labels().toMap().keySet());
        });
  }

  @Test
  void thisMachineHasAnOperatingSystemAndMemory() throws IOException {
    Collector collector = OshiCollectors.hostInfo();
    Map<SeriesId, Double> samples = collect(collector);
    isInTheCatalogue(collector, samples);
    assertThat(samples.keySet())
        .extracting(SeriesId::metric)
        .contains("node_os_info", "node_dmi_info", "lockkeeper_host_info");
    assertThat(samples.get(SeriesId.of("lockkeeper_host_memory_bytes"))).isGreaterThan(1e8);
    assertThat(collect(collector)).as("told again without asking again").isEqualTo(samples);
  }

  @Test
  void theFallbackYieldsWhatItsCatalogueSays() throws IOException {
    for (Collector collector : OshiCollectors.fallback()) {
      Map<SeriesId, Double> samples = collect(collector);
      isInTheCatalogue(collector, samples);
    }
    assertThat(OshiCollectors.fallback().stream().map(Collector::name).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("cpu", "meminfo", "filesystem", "netdev", "diskstats");
  }
}
