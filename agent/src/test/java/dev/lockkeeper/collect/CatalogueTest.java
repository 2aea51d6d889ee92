package dev.lockkeeper.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.MetricFamily;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final Catalogue catalogue =
      Catalogue.of(List.of(FakeCollector.quick("a"), FakeCollector.quick("b")))
          .and("run", List.of(MetricFamily.gauge("service_state", "The state.", "service")));

  @Test
  void knowsWhoYieldsAMetric() {
    assertThat(catalogue.source("fake_b")).contains("b");
    assertThat(catalogue.source("service_state")).contains("run");
    assertThat(catalogue.family("service_state").orElseThrow().labelNames())
        .containsExactly("service");
  }

  @Test
  void knowsNothingOfOthers() {
    assertThat(catalogue.family("fake_c")).isEmpty();
    assertThat(catalogue.source("fake_c")).isEmpty();
  }

  @Test
  void isSortedByName() {
    assertThat(catalogue.entries().stream().map(entry -> entry.family().name()))
        .containsExactly("fake_a", "fake_b", "service_state");
  }
}
