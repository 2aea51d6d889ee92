package dev.lockkeeper.service.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SystemdUnitCollectorTest {
  private static final Moment NOW = new Moment(0, 0);

  /// A systemd that says what it is told.
  private static final class FakeUnits implements UnitSource {
    final List<Unit> units = new ArrayList<>();
    final Set<String> gone = new TreeSet<>();
    int typesAsked;
    String type = "notify";

    FakeUnits with(String name, String load, String active) {
      units.add(new Unit(name, load, active, "/" + name));
      return this;
    }

    @Override
    public List<Unit> units() {
      return List.copyOf(units);
    }

    @Override
    public String serviceType(Unit service) throws IOException {
      typesAsked++;
      if (gone.contains(service.name())) {
        throw new IOException("no such unit");
      }
      return type;
    }
  }

  private final FakeUnits fake = new FakeUnits();
  private final SystemdUnitCollector collector = new SystemdUnitCollector(fake, () -> {});

  private Map<SeriesId, Double> collect() throws IOException {
    var samples = new LinkedHashMap<SeriesId, Double>();
    collector.collect(NOW, samples::put);
    return samples;
  }

  private static SeriesId state(String name, String state, String type) {
    return SeriesId.of("node_systemd_unit_state", "name", name, "state", state, "type", type);
  }

  @Test
  void aUnitHasASeriesForEachStateAndOneOfThemIsOne() throws IOException {
    fake.with("nginx.service", "loaded", "active").with("ssh.socket", "loaded", "failed");
    Map<SeriesId, Double> samples = collect();
    assertThat(samples).hasSize(10);
    assertThat(samples)
        .containsEntry(state("nginx.service", "active", "notify"), 1.0)
        .containsEntry(state("nginx.service", "failed", "notify"), 0.0)
        .containsEntry(state("ssh.socket", "failed", ""), 1.0);
  }

  @Test
  void aUnitThatIsNotLoadedIsNone() throws IOException {
    fake.with("plymouth.service", "not-found", "inactive").with("a.service", "masked", "inactive");
    assertThat(collect()).isEmpty();
  }

  @Test
  void typesAreAskedOnceAndAgainAfterTenMinutes() throws IOException {
    fake.with("nginx.service", "loaded", "active");
    SeriesId first = collect().keySet().iterator().next();
    for (int run = 1; run < 40; run++) {
      assertThat(collect().keySet().iterator().next()).isSameAs(first);
    }
    assertThat(fake.typesAsked).isEqualTo(1);
    fake.type = "simple";
    assertThat(collect()).containsKey(state("nginx.service", "active", "simple"));
    assertThat(fake.typesAsked).isEqualTo(2);
  }

  @Test
  void aUnitRemovedSinceItWasListedCostsItselfOnly() throws IOException {
    fake.with("gone.service", "loaded", "active").with("nginx.service", "loaded", "active");
    fake.gone.add("gone.service");
    assertThat(collect()).hasSize(5).containsKey(state("nginx.service", "active", "notify"));
  }

  @Test
  void aBusThatAnswersNothingMoreIsAFailure() {
    fake.with("a.service", "loaded", "active").with("b.service", "loaded", "active");
    fake.gone.addAll(List.of("a.service", "b.service"));
    assertThatThrownBy(this::collect).isInstanceOf(IOException.class).hasMessage("no such unit");
  }

  @Test
  void ofTooManyUnitsThoseThatHaveFailedAreKept() throws IOException {
    for (int unit = 0; unit < SystemdUnitCollector.MOST + 50; unit++) {
      fake.with("job@%03d.service".formatted(unit), "loaded", "active");
    }
    fake.with("zoo.service", "loaded", "failed");
    assertThat(collect())
        .hasSize(SystemdUnitCollector.MOST * 5)
        .containsEntry(state("zoo.service", "failed", "notify"), 1.0);
  }
}
